using System.Net;
using Endpoints.Connections;
using Endpoints.Diagnostics;
using Endpoints.Transports;

namespace Endpoints.Client.Connecting;

/// <summary>From an address to an open session: connects, has the handshake, and starts the frame runtime.</summary>
internal static class SessionOpener
{
    /// <summary>Opens a session where the address leads to, redirects included.</summary>
    public static async Task<WebSocketSession> OpenAsync(ServerAddress address, ClientSettings settings, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            ServerAddress next;
            try
            {
                return await OpenTracedAsync(address, settings, cancellationToken).ConfigureAwait(false);
            }
            catch (WebSocketHandshakeException refusal) when (redirects < settings.Options.MaxRedirects && Redirect.IsOne(refusal))
            {
                next = Redirect.Follow(address, refusal);
            }

            settings = next.HasOriginOf(address) ? settings : settings.WithoutCredentials();
            address = next;
        }
    }

    /// <summary>One request in a span of its own, as each of several that redirects lead to has.</summary>
    private static async Task<WebSocketSession> OpenTracedAsync(
        ServerAddress address, ClientSettings settings, CancellationToken cancellationToken)
    {
        using var trace = ClientTrace.Start(address);
        try
        {
            var answer = await ShakeHandsAsync(address, settings, cancellationToken).ConfigureAwait(false);
            var session = await StartAsync(address, settings, answer).ConfigureAwait(false);
            trace?.Opened(session);
            return session;
        }
        catch (Exception error)
        {
            trace?.Failed(error);
            throw;
        }
    }

    private static async Task<HandshakeAnswer> ShakeHandsAsync(ServerAddress address, ClientSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Options.Invoker is { } shared)
        {
            return await WithinHandshakeTimeoutAsync(
                token => ExtendedConnect.ShakeHandsAsync(shared, address, settings, token), address, settings, cancellationToken).ConfigureAwait(false);
        }

        var versions = HttpVersions.Of(settings.Options).For(address);
        try
        {
            return await ConnectAsync(address, settings, versions, cancellationToken).ConfigureAwait(false);
        }
        catch (WebSocketHandshakeException refusal) when (versions.Http11 && ExtendedConnect.IsNotSupported(refusal))
        {
            return await ConnectAsync(address, settings, HttpVersions.OnlyHttp11, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<HandshakeAnswer> ConnectAsync(
        ServerAddress address, ClientSettings settings, HttpVersions versions, CancellationToken cancellationToken)
    {
        var options = settings.Options;
        var opened = await Deadline.RunAsync(
            token => Dialer.ConnectAsync(address, options, versions, token),
            options.ConnectTimeout,
            options.TimeProvider,
            $"There was no connection to {address.HostHeader} within {options.ConnectTimeout} (WebSocketClientOptions.ConnectTimeout).",
            cancellationToken).ConfigureAwait(false);
        try
        {
            return await WithinHandshakeTimeoutAsync(
                token => IsHttp2(opened, address, versions)
                    ? ExtendedConnect.ShakeHandsAsync(opened, address, settings, token)
                    : UpgradeHandshake.ShakeHandsAsync(opened, address, settings, token),
                address,
                settings,
                cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await opened.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>What the handshake goes over: what was agreed on with TLS; without, what the application knows of the server.</summary>
    private static bool IsHttp2(OpenedStream opened, ServerAddress address, HttpVersions versions)
    {
        if (!versions.Http2 || !address.IsSecure || opened.IsAgreedHttp2)
        {
            return versions.Http2;
        }

        return versions.Http11
            ? false
            : throw new WebSocketHandshakeException(
                "The server does not speak HTTP/2: it did not choose h2 by ALPN (RFC 9113 section 3.2), and WebSocketClientOptions allow nothing else.");
    }

    private static Task<HandshakeAnswer> WithinHandshakeTimeoutAsync(
        Func<CancellationToken, Task<HandshakeAnswer>> step, ServerAddress address, ClientSettings settings, CancellationToken cancellationToken) =>
        Deadline.RunAsync(
            step,
            settings.Options.HandshakeTimeout,
            settings.Options.TimeProvider,
            $"{address.HostHeader} did not answer the handshake within {settings.Options.HandshakeTimeout} (WebSocketClientOptions.HandshakeTimeout).",
            cancellationToken);

    private static async Task<WebSocketSession> StartAsync(ServerAddress address, ClientSettings settings, HandshakeAnswer answer)
    {
        var opened = answer.Stream;
        var handshake = new WebSocketClientHandshake(
            address.Uri, answer.Protocol, answer.Protocol < 0 ? null : settings.Protocols[answer.Protocol], answer.Headers)
        {
            HttpVersion = answer.Version,
            Local = opened.Local,
            Remote = opened.Remote,
            Provider = settings.Options.Services,
        };
        ISessionSink sink;
        try
        {
            sink = settings.CreateSink(handshake);
        }
        catch
        {
            await handshake.EndAsync().ConfigureAwait(false);
            await opened.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        var transport = new StreamTransport(opened.Stream, opened.Abort)
        {
            Behind = answer.Behind,
            IsEndedByPeer = true,
            KeepsBuffer = true,
        };
        var connection = new WebSocketConnection(handshake, sink, settings.Sessions, transport, answer.Deflate);

        // The session outlives the span of its handshake, and is not in it.
        var span = EndpointTracing.Enter(ClientTrace.Outer);
        _ = RunAsync(transport, connection, handshake, opened);
        EndpointTracing.Leave(span);
        return connection;
    }

    private static async Task RunAsync(
        StreamTransport transport, WebSocketConnection connection, WebSocketClientHandshake handshake, OpenedStream opened)
    {
        await transport.RunAsync(connection, CancellationToken.None).ConfigureAwait(false);
        await handshake.EndAsync().ConfigureAwait(false);
        await opened.DisposeAsync().ConfigureAwait(false);
    }
}
