using System.Buffers;
using System.Text;
using Endpoints.Diagnostics;
using Endpoints.Generated;
using Endpoints.Handshake;
using Endpoints.Protocol.Deflate;
using Endpoints.Routing;
using Microsoft.Extensions.Logging;

namespace Endpoints.Dispatch;

/// <summary>
/// The whole opening handshake over bytes, for doors without an HTTP server: head in, response and endpoint out. The table's emitted
/// matcher finds the endpoint and its emitted validator decides. Safe to use from any thread.
/// </summary>
/// <param name="server">The endpoints.</param>
/// <param name="logger">Takes what is refused.</param>
/// <param name="healthPath">A path that is answered with 200, or 503 while the host stops; <see langword="null"/> for none.</param>
/// <param name="knowsUsers">Whether the door checks what endpoints demand of users; what it does not check, it does not serve.</param>
internal sealed class HeadProcessor(EndpointServer server, ILogger logger, byte[]? healthPath = null, bool knowsUsers = true)
{
    /// <summary>Largest request head, in bytes.</summary>
    public const int MaxHeadSize = 16 * 1024;

    /// <summary>Most header lines in a request head.</summary>
    public const int MaxHeaders = 100;

    private readonly SharedHeads _heads = new();

    /// <summary>Reads and answers a head, or goes on reading it.</summary>
    /// <param name="input">What has come on a fresh connection, from its first byte on.</param>
    /// <param name="fields">Room for <see cref="MaxHeaders"/> header lines; the same for each call of one connection.</param>
    /// <param name="progress">How far the last call of the same connection came; <see langword="default"/> at first.</param>
    /// <param name="connection">What is known of the connection. A session disposes it; where none begins, whoever calls this does.</param>
    /// <param name="response">Takes the response; nothing is written while the head is not whole.</param>
    public HeadOutcome Process(
        ReadOnlySpan<byte> input,
        Span<HeaderField> fields,
        ref HeadProgress progress,
        ConnectionFacts connection,
        IBufferWriter<byte> response)
    {
        switch (RequestHeadParser.TryParse(input, fields, MaxHeadSize, connection.IsSecure, ref progress, out var head, out var consumed, out var fault))
        {
            case RequestHeadStatus.NeedMore:
                return HeadOutcome.NeedMore;
            case RequestHeadStatus.Malformed:
                return Refuse(response, HandshakeRefusal.Of(fault), null);
        }

        return Answer(in head, consumed, connection, response);
    }

    /// <summary>Finds the endpoint of a request target, without a word to anybody. Allocates nothing.</summary>
    /// <param name="target">The target in origin form.</param>
    /// <returns>The endpoint, or <see langword="null"/> for none.</returns>
    public EndpointRoute? Find(ReadOnlySpan<byte> target)
    {
        using var path = new DecodedPath(target, stackalloc byte[DecodedPath.StackSize]);
        return !path.IsMalformed && server.TryMatch(path.Bytes, out var route, out _) ? route : null;
    }

    /// <summary>Answers a head that is whole.</summary>
    /// <param name="head">The head.</param>
    /// <param name="consumed">Its size, in bytes.</param>
    /// <param name="connection">What is known of the connection.</param>
    /// <param name="response">Takes the response.</param>
    public HeadOutcome Answer(in HandshakeHead head, int consumed, ConnectionFacts connection, IBufferWriter<byte> response)
    {
        using var path = new DecodedPath(head.Target, stackalloc byte[DecodedPath.StackSize]);
        if (path.IsMalformed)
        {
            return Refuse(response, HandshakeRefusal.PathMalformed, null);
        }

        if (healthPath is not null && path.Bytes.SequenceEqual(healthPath))
        {
            return AnswerHealth(response);
        }

        if (HeadTrace.Start(in head, path.Bytes, connection) is not { } trace)
        {
            return Answer(in head, path.Bytes, consumed, connection, response);
        }

        try
        {
            return End(trace, Answer(in head, path.Bytes, consumed, connection, response));
        }
        finally
        {
            trace.Leave();
        }
    }

    private HeadOutcome Answer(
        in HandshakeHead head, ReadOnlySpan<byte> path, int consumed, ConnectionFacts connection, IBufferWriter<byte> response) =>
        server.TryMatch(path, out var route, out var match)
            ? Answer(route, in head, path, in match, consumed, connection, response)
            : Refuse(response, HandshakeRefusal.RouteNotFound, null, LogText.Escape(Encoding.UTF8.GetString(path)));

    /// <summary>Ends the span of a handshake, unless its interceptors still run: then it ends with them.</summary>
    private static HeadOutcome End(HandshakeTrace? trace, HeadOutcome outcome)
    {
        if (trace is null)
        {
            return outcome;
        }

        if (outcome.Pending is { } pending)
        {
            pending.Interception.Trace = trace;
        }
        else if (outcome.IsAccepted)
        {
            trace.End(outcome.Route!.Descriptor.Pattern, 101, null, outcome.Handshake!.SubProtocol);
        }
        else
        {
            trace.End(outcome.Refusal?.Route, outcome.Refusal?.Status, outcome.Refusal?.Reason);
        }

        return outcome with { Trace = trace };
    }

    private HeadOutcome AnswerHealth(IBufferWriter<byte> response)
    {
        if (server.IsStopping)
        {
            var (status, _, text) = HandshakeRefusal.Draining;
            HandshakeResponseWriter.TryWriteRejection(response.GetSpan(HandshakeResponseWriter.MaxRejectionSize), status, text, out var length);
            response.Advance(length);
        }
        else
        {
            response.Write(HandshakeResponseWriter.Healthy);
        }

        return HeadOutcome.Refused();
    }

    private HeadOutcome Answer(
        EndpointRoute route,
        in HandshakeHead head,
        ReadOnlySpan<byte> path,
        in RouteMatch match,
        int consumed,
        ConnectionFacts connection,
        IBufferWriter<byte> response)
    {
        if (!knowsUsers && route.Descriptor.DemandsUser)
        {
            return Refuse(response, HandshakeRefusal.RouteNotFound, route);
        }

        var verdict = route.Validate(in head);
        if (!verdict.IsAccepted)
        {
            if (verdict.Fault == HandshakeFault.OriginNotAllowed)
            {
                route.LogRefusedOrigin(logger, in head);
            }

            return Refuse(response, HandshakeRefusal.Of(verdict.Fault), route);
        }

        if (server.CheckAdmission() is { } refusal)
        {
            return Refuse(response, refusal, route);
        }

        var handshake = new HeadHandshake(route, verdict.ProtocolIndex, in head, path, in match, connection, _heads);
        if (server.Limits.CheckRate(handshake) is { } limited)
        {
            return Refuse(response, limited, route);
        }

        new HeaderLines(in head, HandshakeHeaders.WebSocketKey).ReadSingle(out var key);
        DeflateAcceptance? deflate = null;
        if (route.Limits.Compression is { } compression && DeflateAcceptance.TryFind(in head, compression.Policy, out var acceptance))
        {
            deflate = acceptance;
        }

        return route.Interceptors is { } interceptors
            ? Intercept(interceptors, route, handshake, key, deflate, consumed, response)
            : Accept(route, handshake, key, deflate, consumed, response, interception: null);
    }

    private HeadOutcome Intercept(
        HandshakeInterceptors interceptors,
        EndpointRoute route,
        HeadHandshake handshake,
        ReadOnlySpan<byte> key,
        DeflateAcceptance? deflate,
        int consumed,
        IBufferWriter<byte> response)
    {
        var interception = HandshakeInterception.Start(interceptors, route, handshake, HandshakeKind.Upgrade, deflate is not null);
        var pending = new PendingHandshake(interception, key.ToArray(), deflate, consumed);
        return interception.Decided.IsCompleted ? Complete(pending, response) : HeadOutcome.Undecided(pending);
    }

    /// <summary>Answers a head whose interceptors have decided.</summary>
    /// <param name="pending">The head.</param>
    /// <param name="response">Takes the response.</param>
    public HeadOutcome Complete(PendingHandshake pending, IBufferWriter<byte> response)
    {
        var interception = pending.Interception;

        // The host may have begun to stop meanwhile.
        if ((interception.Decide() ?? server.CheckAdmission()) is { } refusal)
        {
            return Refuse(response, refusal, interception.Route, interception: interception);
        }

        var deflate = interception.Context.IsCompressed ? pending.Deflate : null;
        return End(
            interception.Trace,
            Accept(interception.Route, interception.Handshake, pending.Key, deflate, pending.Consumed, response, interception));
    }

    /// <summary>Refuses a handshake that has taken too long.</summary>
    /// <param name="pending">The head, where it was whole and its interceptors have not decided; otherwise it did not come in time.</param>
    /// <param name="response">Takes the response.</param>
    public HeadOutcome TimeOut(PendingHandshake? pending, IBufferWriter<byte> response) => pending is null
        ? Refuse(response, HandshakeRefusal.HeadTimedOut, null)
        : Refuse(
            response,
            HandshakeRefusal.InterceptorTimedOut,
            pending.Interception.Route,
            interception: pending.Interception,
            failure: new TimeoutException("The interceptors of the handshake took longer than HandshakeTimeout allows."));

    /// <summary>The peer is gone, or the connection was ended, before the interceptors have decided. Nothing is written.</summary>
    /// <param name="pending">The head.</param>
    /// <param name="failure">What has ended it.</param>
    public HeadOutcome Abandon(PendingHandshake pending, Exception failure)
    {
        server.Metrics.HandshakeAbandoned(pending.Interception.Route.Descriptor.Pattern, "disconnected");
        pending.Interception.Trace?.End(pending.Interception.Route.Descriptor.Pattern, null, "disconnected");
        pending.Interception.Complete(null, failure);
        return HeadOutcome.Refused(pending.Interception);
    }

    private HeadOutcome Accept(
        EndpointRoute route,
        WebSocketHandshake handshake,
        ReadOnlySpan<byte> key,
        DeflateAcceptance? deflate,
        int consumed,
        IBufferWriter<byte> response,
        HandshakeInterception? interception)
    {
        EndpointActivation activation;
        var full = server.Limits.TryTakePlace(route, handshake, out var place);
        if (full is { } refusal)
        {
            if (!server.Limits.ClosesBeyondBounds)
            {
                return Refuse(response, refusal, route, interception: interception);
            }

            activation = EndpointActivation.Ready(new TurnedAwayDispatcher(refusal));
        }
        else if (server.TryActivate(route, handshake, out activation) is { } failure)
        {
            place?.Dispose();
            return Refuse(response, HandshakeRefusal.ActivationFailed, route, interception: interception, failure: failure);
        }

        if (activation.Dispatcher is null)
        {
            place?.Dispose();
            var where = $"{route.Descriptor.Pattern}: {activation.Fault}";
            return Refuse(response, HandshakeRefusal.Of(HandshakeFault.ValueNotBound), route, where, interception);
        }

        var protocol = Encoding.ASCII.GetBytes(handshake.SubProtocol ?? "");
        byte[] headers = interception is null ? [] : ResponseHeaderRules.Format(interception.Context.ResponseHeaders);
        Span<byte> extensions = stackalloc byte[DeflateAcceptance.MaxResponseSize];
        extensions = extensions[..(deflate?.WriteResponse(extensions) ?? 0)];
        var destination = response.GetSpan(HandshakeResponseWriter.GetAcceptanceSize(protocol.Length, extensions.Length, headers.Length));
        HandshakeResponseWriter.TryWriteAcceptance(destination, key, protocol, extensions, headers, out var length);
        response.Advance(length);
        return HeadOutcome.Accepted(consumed, route, handshake, activation.Dispatcher, deflate?.Parameters, interception, place);
    }

    /// <summary>Writes the response to a handshake that is refused, and counts it.</summary>
    /// <param name="response">Takes the response.</param>
    /// <param name="refusal">Why.</param>
    /// <param name="route">The endpoint, where one was found.</param>
    /// <param name="where">For the log, if not the endpoint's template.</param>
    /// <param name="interception">Its interceptors, where they were begun.</param>
    /// <param name="failure">What went wrong outside of them.</param>
    public HeadOutcome Refuse(
        IBufferWriter<byte> response,
        HandshakeRefusal refusal,
        EndpointRoute? route,
        string? where = null,
        HandshakeInterception? interception = null,
        Exception? failure = null)
    {
        var text = interception is null ? refusal.Text : LogText.Escape(refusal.Text);
        Log.HandshakeRefused(logger, where ?? route?.Descriptor.Pattern ?? "", refusal.Status, text);
        server.Metrics.HandshakeRefused(route?.Descriptor.Pattern, refusal.Status, refusal.Reason);
        var headers = ResponseHeaderRules.Format(refusal.Headers);
        var destination = response.GetSpan(HandshakeResponseWriter.GetRejectionSize(headers.Length, refusal.Text));
        HandshakeResponseWriter.TryWriteRejection(destination, refusal.Status, refusal.Text, headers, out var length);
        response.Advance(length);
        interception?.Trace?.End(route?.Descriptor.Pattern, refusal.Status, refusal.Reason);
        interception?.Complete(refusal.Status, failure);
        return HeadOutcome.Refused(interception, new HeadRefusal(refusal.Status, refusal.Reason, route?.Descriptor.Pattern));
    }
}
