using System.Buffers;
using System.Text;
using Endpoints.Diagnostics;
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

        return server.TryMatch(path.Bytes, out var route, out var match)
            ? Answer(route, in head, path.Bytes, in match, consumed, connection, response)
            : Refuse(response, HandshakeRefusal.RouteNotFound, null, LogText.Escape(Encoding.UTF8.GetString(path.Bytes)));
    }

    private HeadOutcome AnswerHealth(IBufferWriter<byte> response)
    {
        if (server.IsDraining)
        {
            var (status, _, text) = HandshakeRefusal.Draining;
            HandshakeResponseWriter.TryWriteRejection(response.GetSpan(HandshakeResponseWriter.MaxRejectionSize), status, text, out var length);
            response.Advance(length);
        }
        else
        {
            response.Write(HandshakeResponseWriter.Healthy);
        }

        return HeadOutcome.Refused;
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
        if (server.TryActivate(route, handshake, out var activation) is not null)
        {
            return Refuse(response, HandshakeRefusal.ActivationFailed, route);
        }

        if (activation.Dispatcher is null)
        {
            return Refuse(response, HandshakeRefusal.Of(HandshakeFault.ValueNotBound), route, $"{route.Descriptor.Pattern}: {activation.Fault}");
        }

        var protocol = Encoding.ASCII.GetBytes(handshake.SubProtocol ?? "");
        DeflateParameters? deflate = null;
        Span<byte> extensions = stackalloc byte[DeflateAcceptance.MaxResponseSize];
        var extensionsLength = 0;
        if (route.Limits.Compression is { } compression && DeflateAcceptance.TryFind(in head, compression.Policy, out var acceptance))
        {
            deflate = acceptance.Parameters;
            extensionsLength = acceptance.WriteResponse(extensions);
        }

        new HeaderLines(in head, HandshakeHeaders.WebSocketKey).ReadSingle(out var key);
        var destination = response.GetSpan(HandshakeResponseWriter.GetAcceptanceSize(protocol.Length, extensionsLength));
        HandshakeResponseWriter.TryWriteAcceptance(destination, key, protocol, extensions[..extensionsLength], out var length);
        response.Advance(length);
        return HeadOutcome.Accepted(consumed, route, handshake, activation.Dispatcher, deflate);
    }

    /// <summary>Writes the response to a handshake that is refused, and counts it.</summary>
    /// <param name="response">Takes the response.</param>
    /// <param name="refusal">Why.</param>
    /// <param name="route">The endpoint, where one was found.</param>
    /// <param name="where">For the log, if not the endpoint's template.</param>
    public HeadOutcome Refuse(IBufferWriter<byte> response, HandshakeRefusal refusal, EndpointRoute? route, string? where = null)
    {
        Log.HandshakeRefused(logger, where ?? route?.Descriptor.Pattern ?? "", refusal.Status, refusal.Text);
        server.Metrics.HandshakeRefused(route?.Descriptor.Pattern, refusal.Status, refusal.Reason);
        var destination = response.GetSpan(HandshakeResponseWriter.MaxRejectionSize);
        HandshakeResponseWriter.TryWriteRejection(destination, refusal.Status, refusal.Text, out var length);
        response.Advance(length);
        return HeadOutcome.Refused;
    }
}
