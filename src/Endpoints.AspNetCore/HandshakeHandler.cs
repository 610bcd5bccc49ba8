using System.Buffers;
using System.Text;
using Endpoints.Connections.Limiting;
using Endpoints.Diagnostics;
using Endpoints.Dispatch;
using Endpoints.Generated;
using Endpoints.Handshake;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Endpoints.AspNetCore;

/// <summary>
/// Answers the requests for one endpoint: validates by the emitted code, activates, upgrades, and runs the session
/// (RFC 6455 section 4.2; RFC 8441 for HTTP/2).
/// </summary>
internal sealed class HandshakeHandler(
    EndpointServer server, EndpointRoute route, IWebHostEnvironment environment, ILoggerFactory loggers)
{
    private const int StackSize = 1024;

    private readonly ILogger _logger = loggers.CreateLogger("Endpoints.Handshake");

    public async Task InvokeAsync(HttpContext context)
    {
        if (HttpProtocol.IsHttp10(context.Request.Protocol))
        {
            // Kestrel would upgrade it, although HTTP/1.0 knows no upgrade (RFC 9110 section 7.8, RFC 6455 section 4.2.1).
            await RefuseAsync(context, HandshakeRefusal.Of(RequestHeadFault.HttpVersionNotSupported), null);
            return;
        }

        var kind = FindConnect(context) is null ? HandshakeKind.Upgrade : HandshakeKind.ExtendedConnect;
        RequestTrace.Start(context, kind);
        var verdict = Validate(context.Request, kind, withOrigin: true, out var deflate, out var detail);
        if (verdict.Fault == HandshakeFault.OriginNotAllowed)
        {
            var (isAdmitted, asked) = await CorsOrigins.AskAsync(context, route);
            if (isAdmitted)
            {
                verdict = Validate(context.Request, kind, withOrigin: false, out deflate, out detail);
            }
            else
            {
                route.LogRefusedOrigin(_logger, context.Request.Headers.Origin.ToString(), asked);
            }
        }

        if (!verdict.IsAccepted)
        {
            await RefuseAsync(context, HandshakeRefusal.Of(verdict.Fault), detail);
            return;
        }

        if (kind == HandshakeKind.Upgrade && context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true })
        {
            var refused = context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0
                ? HandshakeRefusal.Of(RequestHeadFault.BodyWithUpgrade)
                : HandshakeRefusal.Of(HandshakeFault.UpgradeRequired);
            await RefuseAsync(context, refused, "The server cannot upgrade this request.");
            return;
        }

        if (server.CheckAdmission() is { } refusal)
        {
            await RefuseAsync(context, refusal, null);
            return;
        }

        var handshake = new HttpContextHandshake(context, route.Descriptor.Protocols, verdict.ProtocolIndex);
        if (server.Limits.CheckRate(handshake) is { } limited)
        {
            await RefuseAsync(context, limited, null);
            return;
        }

        await (route.Interceptors is { } interceptors
            ? InterceptAsync(context, HandshakeInterception.Start(interceptors, route, handshake, kind, deflate is not null, context), deflate)
            : ActivateAsync(context, handshake, deflate, interception: null));
    }

    /// <summary>Lets the endpoint's interceptors decide, and keeps the request for them until the last has returned.</summary>
    private async Task InterceptAsync(HttpContext context, HandshakeInterception interception, DeflateAcceptance? deflate)
    {
        try
        {
            if (await TryDecideAsync(context, interception))
            {
                await ActivateAsync(context, interception.Handshake, interception.Context.IsCompressed ? deflate : null, interception);
            }
        }
        finally
        {
            // Only for an exception on the way: otherwise they were told.
            interception.Complete(null);
            await interception.Ended;
        }
    }

    /// <summary>Waits for the interceptors; false when the handshake is over.</summary>
    private async Task<bool> TryDecideAsync(HttpContext context, HandshakeInterception interception)
    {
        HandshakeRefusal? refusal;
        Exception? failure = null;
        try
        {
            await interception.Decided.WaitAsync(route.Limits.HandshakeTimeout, server.Time, context.RequestAborted);

            // The host may have begun to stop meanwhile.
            refusal = interception.Decide() ?? server.CheckAdmission();
        }
        catch (TimeoutException e)
        {
            (refusal, failure) = (HandshakeRefusal.InterceptorTimedOut, e);
        }
        catch (OperationCanceledException e)
        {
            Abandon(context, "disconnected");
            interception.Complete(null, e);
            return false;
        }

        if (refusal is { } refused)
        {
            await RefuseAsync(context, refused, null, interception, failure);
        }

        return refusal is null;
    }

    /// <summary>Takes a place for the session, creates the endpoint, and answers.</summary>
    private Task ActivateAsync(
        HttpContext context, WebSocketHandshake handshake, DeflateAcceptance? deflate, HandshakeInterception? interception)
    {
        if (server.Limits.TryTakePlace(route, handshake, out var place) is { } full)
        {
            return server.Limits.ClosesBeyondBounds
                ? RunAsync(context, handshake, new TurnedAwayDispatcher(full), deflate, interception, place: null)
                : RefuseAsync(context, full, null, interception);
        }

        if (server.TryActivate(route, handshake, out var activation) is { } error)
        {
            place?.Dispose();
            return RefuseAsync(context, HandshakeRefusal.ActivationFailed, error.ToString(), interception, error);
        }

        if (activation.Dispatcher is { } dispatcher)
        {
            return RunAsync(context, handshake, dispatcher, deflate, interception, place);
        }

        place?.Dispose();
        return RefuseAsync(context, HandshakeRefusal.Of(HandshakeFault.ValueNotBound), activation.Fault, interception);
    }

    private async Task RunAsync(
        HttpContext context,
        WebSocketHandshake handshake,
        EndpointDispatcher dispatcher,
        DeflateAcceptance? deflate,
        HandshakeInterception? interception,
        SessionPlace? place)
    {
        Stream? stream = null;
        try
        {
            stream = await AcceptAsync(context, handshake, deflate, interception);
        }
        finally
        {
            if (stream is null)
            {
                place?.Dispose();
                await dispatcher.DisposeAsync();
            }
        }

        if (stream is not null)
        {
            server.Metrics.HandshakeAccepted(route.Descriptor.Pattern, context.Response.StatusCode);
            var trace = context.Features.Get<HandshakeTrace>();
            trace?.End(route.Descriptor.Pattern, context.Response.StatusCode, null, handshake.SubProtocol);
            var transport = SessionTransports.Of(context, stream);
            var connection = server.Open(route, handshake, dispatcher, deflate?.Parameters, transport, transport.Time, place, trace);
            interception?.Opened(connection);
            using (_logger.BeginScope(new SessionLogScope(connection)))
            {
                await transport.RunAsync(connection, context.RequestAborted);
            }
        }
    }

    /// <summary>Nothing was answered, or nobody took the answer.</summary>
    private void Abandon(HttpContext context, string reason)
    {
        server.Metrics.HandshakeAbandoned(route.Descriptor.Pattern, reason);
        context.Features.Get<HandshakeTrace>()?.End(route.Descriptor.Pattern, null, reason);
    }

    /// <summary>What accepts the request, where it is an extended CONNECT for a WebSocket (RFC 8441).</summary>
    private static IHttpExtendedConnectFeature? FindConnect(HttpContext context) =>
        context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: "websocket" } connect ? connect : null;

    /// <summary>Asks the emitted validator, and finds the compression that both ends want.</summary>
    /// <param name="request">The request.</param>
    /// <param name="kind">HTTP/1.1 or HTTP/2.</param>
    /// <param name="withOrigin">False where the origin is known to be admitted, and everything else remains to be asked.</param>
    /// <param name="deflate">What the client offers of compression and the endpoint takes.</param>
    /// <param name="detail">What is wrong beyond the verdict.</param>
    private HandshakeVerdict Validate(
        HttpRequest request, HandshakeKind kind, bool withOrigin, out DeflateAcceptance? deflate, out string? detail)
    {
        deflate = null;
        var length = HandshakeHeadBuilder.GetMaxLength(request);
        byte[]? rented = null;
        Span<byte> bytes = length <= StackSize ? stackalloc byte[StackSize] : rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Span<HeaderField> fields = stackalloc HeaderField[HandshakeHeadBuilder.MaxFields];
            if (!new HandshakeHeadBuilder(bytes, fields).TryBuild(request, kind, withOrigin, out var head))
            {
                detail = "There are too many header lines.";
                return HandshakeVerdict.Reject(HandshakeFault.ConnectionNotUpgrade);
            }

            detail = null;
            var verdict = route.Validate(in head);
            if (verdict.IsAccepted
                && route.Limits.Compression is { } compression
                && DeflateAcceptance.TryFind(in head, compression.Policy, out var acceptance))
            {
                deflate = acceptance;
            }

            return verdict;
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    /// <summary>Answers with 101, or 200 over HTTP/2; null when that took too long or failed.</summary>
    private async Task<Stream?> AcceptAsync(
        HttpContext context, WebSocketHandshake handshake, DeflateAcceptance? deflate, HandshakeInterception? interception)
    {
        var connect = FindConnect(context);
        var headers = context.Response.Headers;
        if (handshake.SubProtocol is { } protocol)
        {
            headers.SecWebSocketProtocol = protocol;
        }

        if (deflate is { } agreed)
        {
            headers.SecWebSocketExtensions = Format(agreed);
        }

        if (interception is not null)
        {
            Append(headers, interception.Context.ResponseHeaders);
        }

        if (connect is null)
        {
            headers.Upgrade = "websocket";
            headers.Connection = HeaderNames.Upgrade;
            headers[HeaderNames.SecWebSocketAccept] = ComputeAcceptKey(context.Request.Headers.SecWebSocketKey.ToString());
        }

        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } dataRate)
        {
            // A silent peer is the business of our own deadlines.
            dataRate.MinDataRate = null;
        }

        try
        {
            var accepted = connect is null
                ? context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync()
                : connect.AcceptAsync().AsTask();
            return await accepted.WaitAsync(route.Limits.HandshakeTimeout, server.Time);
        }
        catch (TimeoutException e)
        {
            Log.HandshakeTimedOut(_logger, LogText.Escape(handshake.Path), route.Limits.HandshakeTimeout);
            Abandon(context, "timeout");
            interception?.Complete(null, e);
            context.Abort();
            return null;
        }
        catch (InvalidOperationException e) when (!context.Response.HasStarted)
        {
            // Kestrel's MaxConcurrentUpgradedConnections.
            headers.Clear();
            await RefuseAsync(context, HandshakeRefusal.ConnectionsFull, e.Message, interception);
            return null;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            Abandon(context, "disconnected");
            interception?.Complete(null, e);
            return null;
        }
    }

    private static string Format(DeflateAcceptance acceptance)
    {
        Span<byte> response = stackalloc byte[DeflateAcceptance.MaxResponseSize];
        return Encoding.ASCII.GetString(response[..acceptance.WriteResponse(response)]);
    }

    private static string ComputeAcceptKey(string key)
    {
        Span<byte> accept = stackalloc byte[AcceptKey.Length];
        AcceptKey.Compute(Encoding.ASCII.GetBytes(key), accept);
        return Encoding.ASCII.GetString(accept);
    }

    private async Task RefuseAsync(
        HttpContext context, HandshakeRefusal refusal, string? detail, HandshakeInterception? interception = null, Exception? failure = null)
    {
        var (status, reason, text) = refusal;
        Log.HandshakeRefused(
            _logger, LogText.Escape(context.Request.Path), status, LogText.Escape(detail is null ? text : $"{text} {detail}"));
        server.Metrics.HandshakeRefused(route.Descriptor.Pattern, status, reason);
        context.Features.Get<HandshakeTrace>()?.End(route.Descriptor.Pattern, status, reason);
        if (refusal.Headers.Count == 0 || status == StatusCodes.Status426UpgradeRequired)
        {
            AddHeaders(context, status);
        }

        Append(context.Response.Headers, refusal.Headers);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        var body = Encoding.UTF8.GetBytes(environment.IsDevelopment() && detail is not null ? $"{text}\n{detail}\n" : $"{text}\n");
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
        interception?.Complete(status, failure);
    }

    private static void Append(IHeaderDictionary headers, IReadOnlyList<KeyValuePair<string, string>> added)
    {
        foreach (var (name, value) in added)
        {
            headers.Append(name, value);
        }
    }

    private static void AddHeaders(HttpContext context, int status)
    {
        var headers = context.Response.Headers;
        switch (status)
        {
            case StatusCodes.Status405MethodNotAllowed:
                headers.Allow = "GET, CONNECT";
                break;
            case StatusCodes.Status426UpgradeRequired:
                headers.SecWebSocketVersion = "13";
                if (HttpProtocol.IsHttp11(context.Request.Protocol))
                {
                    // HTTP/2 has no such headers (RFC 9113 section 8.2.2).
                    headers.Upgrade = "websocket";
                    headers.Append(HeaderNames.Connection, HeaderNames.Upgrade);
                }

                break;
            case StatusCodes.Status503ServiceUnavailable:
                headers.RetryAfter = "1";
                if (HttpProtocol.IsHttp11(context.Request.Protocol))
                {
                    // Whoever comes again by the same connection comes to the same host.
                    headers.Connection = "close";
                }

                break;
        }
    }
}
