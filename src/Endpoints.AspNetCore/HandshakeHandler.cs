using System.Buffers;
using System.Text;
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
        var extendedConnect = context.Features.Get<IHttpExtendedConnectFeature>();
        var isConnect = extendedConnect is { IsExtendedConnect: true } && extendedConnect.Protocol == "websocket";
        if (HttpProtocol.IsHttp10(context.Request.Protocol))
        {
            // Kestrel would upgrade it, although HTTP/1.0 knows no upgrade (RFC 9110 section 7.8, RFC 6455 section 4.2.1).
            await RefuseAsync(context, HandshakeRefusal.Of(RequestHeadFault.HttpVersionNotSupported), null);
            return;
        }

        var kind = isConnect ? HandshakeKind.ExtendedConnect : HandshakeKind.Upgrade;
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

        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        if (!isConnect && upgrade is not { IsUpgradableRequest: true })
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
        if (server.TryActivate(route, handshake, out var activation) is { } error)
        {
            await RefuseAsync(context, HandshakeRefusal.ActivationFailed, error.ToString());
        }
        else if (activation.Dispatcher is null)
        {
            await RefuseAsync(context, HandshakeRefusal.Of(HandshakeFault.ValueNotBound), activation.Fault);
        }
        else
        {
            await RunAsync(context, handshake, activation.Dispatcher, isConnect ? extendedConnect : null, upgrade, deflate);
        }
    }

    private async Task RunAsync(
        HttpContext context,
        HttpContextHandshake handshake,
        EndpointDispatcher dispatcher,
        IHttpExtendedConnectFeature? connect,
        IHttpUpgradeFeature? upgrade,
        DeflateAcceptance? deflate)
    {
        Stream? stream = null;
        try
        {
            stream = await AcceptAsync(context, connect, upgrade, handshake, deflate);
        }
        finally
        {
            if (stream is null)
            {
                await dispatcher.DisposeAsync();
            }
        }

        if (stream is not null)
        {
            server.Metrics.HandshakeAccepted(route.Descriptor.Pattern, context.Response.StatusCode);
            var transport = SessionTransports.Of(context, stream);
            var connection = server.Open(route, handshake, dispatcher, deflate?.Parameters, transport, transport.Time);
            using (_logger.BeginScope(new SessionLogScope(connection)))
            {
                await transport.RunAsync(connection, context.RequestAborted);
            }
        }
    }

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
        HttpContext context,
        IHttpExtendedConnectFeature? connect,
        IHttpUpgradeFeature? upgrade,
        HttpContextHandshake handshake,
        DeflateAcceptance? deflate)
    {
        var headers = context.Response.Headers;
        if (handshake.SubProtocol is { } protocol)
        {
            headers.SecWebSocketProtocol = protocol;
        }

        if (deflate is { } acceptance)
        {
            headers.SecWebSocketExtensions = Format(acceptance);
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
            var accepted = connect is null ? upgrade!.UpgradeAsync() : connect.AcceptAsync().AsTask();
            return await accepted.WaitAsync(route.Limits.HandshakeTimeout, server.Time);
        }
        catch (TimeoutException)
        {
            Log.HandshakeTimedOut(_logger, LogText.Escape(handshake.Path), route.Limits.HandshakeTimeout);
            server.Metrics.HandshakeAbandoned(route.Descriptor.Pattern, "timeout");
            context.Abort();
            return null;
        }
        catch (InvalidOperationException e) when (!context.Response.HasStarted)
        {
            // Kestrel's MaxConcurrentUpgradedConnections.
            headers.Clear();
            await RefuseAsync(context, HandshakeRefusal.ConnectionsFull, e.Message);
            return null;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            server.Metrics.HandshakeAbandoned(route.Descriptor.Pattern, "disconnected");
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

    private async Task RefuseAsync(HttpContext context, HandshakeRefusal refusal, string? detail)
    {
        var (status, reason, text) = refusal;
        Log.HandshakeRefused(_logger, LogText.Escape(context.Request.Path), status, detail is null ? text : $"{text} {LogText.Escape(detail)}");
        server.Metrics.HandshakeRefused(route.Descriptor.Pattern, status, reason);
        AddHeaders(context, status);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        var body = Encoding.UTF8.GetBytes(environment.IsDevelopment() && detail is not null ? $"{text}\n{detail}\n" : $"{text}\n");
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
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
                break;
        }
    }
}
