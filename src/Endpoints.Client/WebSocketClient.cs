using Endpoints.Client.Connecting;
using Endpoints.Client.Reconnecting;

namespace Endpoints.Client;

/// <summary>Opens WebSocket sessions as a client (RFC 6455 section 4.1). Safe to use from any thread.</summary>
public static class WebSocketClient
{
    /// <summary>Connects, completes the handshake and hands out the session, whose messages wait until they are asked for.</summary>
    /// <param name="uri"><c>ws</c> or <c>wss</c>; <c>http</c> and <c>https</c> mean the same. Without a fragment and without a user.</param>
    /// <param name="options">What to send and what to bear; read before the call returns. <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Gives up connecting; it has no effect on the session.</param>
    /// <returns>
    /// The session, open. <c>await using</c> closes it. Its <see cref="WebSocketSession.Handshake"/> is a <see cref="WebSocketClientHandshake"/>.
    /// </returns>
    /// <exception cref="ArgumentException">The address or an option cannot be used; the message says why.</exception>
    /// <exception cref="WebSocketHandshakeException">The server refused, or its answer breaks a rule.</exception>
    /// <exception cref="TimeoutException">A deadline of the options has passed.</exception>
    /// <exception cref="IOException">The connection ended before the handshake did.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The server cannot be reached.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">TLS was not agreed on, or the certificate is not trusted.</exception>
    public static Task<WebSocketSession> ConnectAsync(
        Uri uri, WebSocketClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return SessionOpener.OpenAsync(ServerAddress.Parse(uri), ClientSettings.Of(options ?? new WebSocketClientOptions()), cancellationToken);
    }

    /// <summary>
    /// Connects and has a whole conversation: runs the handler with the session, closes it when the handler has completed, and waits for its end.
    /// </summary>
    /// <param name="uri">The address, as for <see cref="ConnectAsync"/>.</param>
    /// <param name="handler">The conversation. Its sub-protocols are offered where the options name none.</param>
    /// <param name="options">What to send and what to bear.</param>
    /// <param name="cancellationToken">
    /// Gives up connecting; later cancels the handler's token, and the session is closed with 1001 when the handler has given up.
    /// </param>
    /// <returns>How the session ended.</returns>
    /// <remarks>
    /// What the handler throws comes out of here, when the session was closed with 1011; but not that it gave up because the session had ended.
    /// The other exceptions are those of <see cref="ConnectAsync"/>.
    /// </remarks>
    public static async Task<CloseStatus> ExecuteAsync(
        Uri uri, IWebSocketHandler handler, WebSocketClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(uri);
        ArgumentNullException.ThrowIfNull(handler);
        var settings = ClientSettings.Of(options ?? new WebSocketClientOptions(), handler.SubProtocols);
        var session = await SessionOpener.OpenAsync(ServerAddress.Parse(uri), settings, cancellationToken).ConfigureAwait(false);
        return await Conversation.RunAsync(session, handler, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Has one conversation after the other: connects, runs the handler, and when the session was ended by the server or the network, waits and
    /// connects again.
    /// </summary>
    /// <param name="uri">The address, as for <see cref="ConnectAsync"/>.</param>
    /// <param name="handler">Is called for each session. Its sub-protocols are offered where the options name none.</param>
    /// <param name="reconnect">When to connect again; <see langword="null"/> for the defaults.</param>
    /// <param name="options">What to send and what to bear. Its clock is that of the waits, too.</param>
    /// <param name="cancellationToken">Ends it: an open session is closed with 1001, and an <see cref="OperationCanceledException"/> comes out.</param>
    /// <returns>How the last session ended, after which there was none to be.</returns>
    /// <remarks>
    /// What the handler throws ends it and comes out of here. So does an error of connecting that will not go away by itself, such as a
    /// certificate that is not trusted or a refusal with 401, and the last error when <see cref="WebSocketReconnectOptions.MaxFailures"/> is reached.
    /// </remarks>
    public static Task<CloseStatus> KeepConnectedAsync(
        Uri uri,
        IWebSocketHandler handler,
        WebSocketReconnectOptions? reconnect = null,
        WebSocketClientOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(uri);
        ArgumentNullException.ThrowIfNull(handler);
        return ReconnectLoop.Create(uri, handler, reconnect ?? new WebSocketReconnectOptions(), options ?? new WebSocketClientOptions())
            .RunAsync(cancellationToken);
    }
}
