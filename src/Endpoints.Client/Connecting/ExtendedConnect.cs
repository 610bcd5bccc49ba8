using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Security.Authentication;
using System.Text;
using Endpoints.Handshake;

namespace Endpoints.Client.Connecting;

/// <summary>The handshake over HTTP/2 (RFC 8441): a CONNECT for the protocol "websocket", whose stream is the session's.</summary>
internal static class ExtendedConnect
{
    /// <summary>The error code HTTP_1_1_REQUIRED (RFC 9113 section 7).</summary>
    private const long Http11Required = 0xD;

    /// <summary>Has the handshake on a connection that is for this session alone.</summary>
    /// <param name="opened">A connection to a server that speaks HTTP/2. It is the answer's when there is one.</param>
    /// <param name="address">What to ask for.</param>
    /// <param name="settings">What to send.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WebSocketHandshakeException">The server refused, or its answer breaks a rule.</exception>
    /// <exception cref="IOException">The connection ended before.</exception>
    public static async Task<HandshakeAnswer> ShakeHandsAsync(
        OpenedStream opened, ServerAddress address, ClientSettings settings, CancellationToken cancellationToken)
    {
        var connection = SingleConnection.Over(opened, settings.Options);
        try
        {
            var answer = await ShakeHandsAsync(connection, address, settings, cancellationToken).ConfigureAwait(false);
            var stream = (ExtendedConnectStream)answer.Stream.Stream;
            stream.OwnConnection(connection, opened);
            return answer with { Stream = answer.Stream with { Local = opened.Local, Remote = opened.Remote } };
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Has the handshake on a connection of somebody's handler.</summary>
    /// <param name="invoker">The handler.</param>
    /// <param name="address">What to ask for.</param>
    /// <param name="settings">What to send.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WebSocketHandshakeException">The server refused, or its answer breaks a rule.</exception>
    /// <exception cref="IOException">The connection ended before.</exception>
    /// <exception cref="SocketException">The handler cannot reach the server.</exception>
    /// <exception cref="AuthenticationException">The handler did not agree on TLS.</exception>
    public static async Task<HandshakeAnswer> ShakeHandsAsync(
        HttpMessageInvoker invoker, ServerAddress address, ClientSettings settings, CancellationToken cancellationToken)
    {
        using var request = CreateRequest(address, settings);
        HttpResponseMessage response;
        try
        {
            response = await invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException error)
        {
            throw Translate(error);
        }
        catch (HttpProtocolException error) when (error.ErrorCode == Http11Required)
        {
            // It comes as it is where the server says so before anything else.
            throw new WebSocketHandshakeException($"The server does not speak HTTP/2. {error.Message}", innerException: error);
        }

        try
        {
            var stream = new ExtendedConnectStream(response, await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
            return Judge(response, new OpenedStream(stream, stream, null, null), address, settings);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Whether a server speaks HTTP/2, but wants WebSockets to go over HTTP/1.1.</summary>
    public static bool IsNotSupported(WebSocketHandshakeException refusal) =>
        refusal.InnerException is HttpProtocolException { ErrorCode: Http11Required }
        || (refusal.InnerException is HttpRequestException error
            && (error.HttpRequestError == HttpRequestError.ExtendedConnectNotSupported || IsHttp11Required(error)));

    private static bool IsHttp11Required(HttpRequestException error) => error.InnerException is HttpProtocolException { ErrorCode: Http11Required };

    private static HttpRequestMessage CreateRequest(ServerAddress address, ClientSettings settings)
    {
        var request = new HttpRequestMessage(HttpMethod.Connect, address.HttpUri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Protocol = "websocket";
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        if (settings.Protocols.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", string.Join(", ", settings.Protocols));
        }

        if (settings.Compression?.Policy is { } deflate)
        {
            Span<byte> offer = stackalloc byte[DeflateOffer.MaxSize];
            var length = DeflateOffer.Write(deflate, offer);
            request.Headers.TryAddWithoutValidation("Sec-WebSocket-Extensions", Encoding.ASCII.GetString(offer[..length]));
        }

        foreach (var (name, value) in TraceHeaders.AddTo(CookieHeaders.For(address, settings)))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static HandshakeAnswer Judge(HttpResponseMessage response, OpenedStream stream, ServerAddress address, ClientSettings settings)
    {
        var fields = ResponseFields.Of(response);
        var head = new ResponseHead((int)response.StatusCode, default, fields.ToHead());
        var headers = ResponseHeaders.Of(head.Fields);
        CookieHeaders.Keep(headers, address, settings.Options.Cookies);
        var fault = response.Version.Major == 2
            ? ResponseRules.CheckExtendedConnect(in head, settings.Protocols, settings.Compression?.Policy, out var protocol, out var deflate)
            : throw new WebSocketHandshakeException($"The response is of HTTP/{response.Version}, not of HTTP/2.", response.StatusCode, headers);
        return fault == ResponseFault.None
            ? new HandshakeAnswer(stream, HttpVersion.Version20, headers, protocol, deflate)
            : throw WebSocketHandshakeException.Of(fault, head.StatusCode, headers);
    }

    /// <summary>What the platform says, as the other handshake says it.</summary>
    private static Exception Translate(HttpRequestException error)
    {
        if (error.HttpRequestError == HttpRequestError.ExtendedConnectNotSupported)
        {
            return new WebSocketHandshakeException(
                "The server speaks HTTP/2, but no WebSockets over it: it did not send SETTINGS_ENABLE_CONNECT_PROTOCOL (RFC 8441 section 3). " +
                "With HttpVersionPolicy.RequestVersionOrLower they go over HTTP/1.1.",
                innerException: error);
        }

        if (IsHttp11Required(error) || error.HttpRequestError is HttpRequestError.VersionNegotiationError or HttpRequestError.InvalidResponse)
        {
            return new WebSocketHandshakeException($"The server does not speak HTTP/2. {error.Message}", innerException: error);
        }

        // What its headers are wrong with, or too large for, stands below the exception of the connection that was given up for it.
        if (error.InnerException is IOException { InnerException: { } cause and not (IOException or SocketException or ObjectDisposedException) })
        {
            return new WebSocketHandshakeException($"The server's answer breaks HTTP/2, or a limit. {cause.Message}", innerException: error);
        }

        if (error.InnerException is IOException or SocketException or AuthenticationException)
        {
            ExceptionDispatchInfo.Throw(error.InnerException);
        }

        return error.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded
            ? new WebSocketHandshakeException($"The server's answer breaks a limit. {error.Message}", innerException: error)
            : new IOException($"The connection ended before the handshake did. {error.Message}", error);
    }
}
