using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Endpoints.Connections;
using Endpoints.Diagnostics;
using Endpoints.Handshake;
using Endpoints.Protocol.Deflate;
using Endpoints.Transports;

namespace Endpoints.Client.Connecting;

/// <summary>From an address to an open session: connects, sends the handshake, judges the response, and starts the frame runtime.</summary>
internal static class SessionOpener
{
    private const int NonceLength = 16;

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
            var session = await OpenOnceAsync(address, settings, cancellationToken).ConfigureAwait(false);
            trace?.Opened(session);
            return session;
        }
        catch (Exception error)
        {
            trace?.Failed(error);
            throw;
        }
    }

    private static async Task<WebSocketSession> OpenOnceAsync(ServerAddress address, ClientSettings settings, CancellationToken cancellationToken)
    {
        var options = settings.Options;
        var opened = await Deadline.RunAsync(
            token => Dialer.ConnectAsync(address, options, token),
            options.ConnectTimeout,
            options.TimeProvider,
            $"There was no connection to {address.HostHeader} within {options.ConnectTimeout} (WebSocketClientOptions.ConnectTimeout).",
            cancellationToken).ConfigureAwait(false);
        try
        {
            var answer = await Deadline.RunAsync(
                token => ShakeHandsAsync(opened.Stream, address, settings, token),
                options.HandshakeTimeout,
                options.TimeProvider,
                $"{address.HostHeader} did not answer the handshake within {options.HandshakeTimeout} (WebSocketClientOptions.HandshakeTimeout).",
                cancellationToken).ConfigureAwait(false);
            return await StartAsync(address, settings, opened, answer).ConfigureAwait(false);
        }
        catch
        {
            await opened.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<Answer> ShakeHandsAsync(
        Stream stream, ServerAddress address, ClientSettings settings, CancellationToken cancellationToken)
    {
        var request = new HandshakeRequest
        {
            Target = address.Target,
            Host = address.HostHeader,
            Key = NewKey(),
            Protocols = settings.Protocols,
            Deflate = settings.Compression?.Policy,
            Headers = HeadersFor(address, settings),
        };
        var head = new ArrayBufferWriter<byte>();
        HandshakeRequestWriter.Write(request, head);
        await stream.WriteAsync(head.WrittenMemory, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        using var reader = new ResponseReader(stream, "server", settings.Options.MaxResponseHeadSize);
        return await reader.ReadAsync(
            (in ResponseHead response, ReadOnlySpan<byte> behind) => Judge(in response, behind, request, address, settings.Options.Cookies),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A nonce that nobody can guess, so that no answer can have been made for another request (RFC 6455 section 4.1, item 7).</summary>
    private static byte[] NewKey()
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        RandomNumberGenerator.Fill(nonce);
        var key = new byte[HandshakeRequestWriter.KeyLength];
        Base64.EncodeToUtf8(nonce, key, out _, out _);
        return key;
    }

    private static IReadOnlyList<KeyValuePair<string, string>> HeadersFor(ServerAddress address, ClientSettings settings)
    {
        var headers = TraceHeaders.AddTo(settings.Headers);
        return settings.Options.Cookies?.GetCookieHeader(address.HttpUri) is { Length: > 0 } cookies ? [.. headers, new("Cookie", cookies)] : headers;
    }

    private static Answer Judge(
        in ResponseHead response, ReadOnlySpan<byte> behind, HandshakeRequest request, ServerAddress address, CookieContainer? cookies)
    {
        var headers = ResponseHeaders.Of(in response);
        Keep(headers, address, cookies);
        var fault = ResponseRules.Check(in response, request.Key, request.Protocols, request.Deflate, out var protocol, out var deflate);
        if (fault != ResponseFault.None)
        {
            var what = fault == ResponseFault.Refused ? $" It is {response.StatusCode}." : "";
            throw new WebSocketHandshakeException(ResponseFaults.Describe(fault) + what, (HttpStatusCode)response.StatusCode, headers);
        }

        return new Answer(headers, protocol, deflate, behind.ToArray());
    }

    // A refusal may set cookies as well (RFC 6265 section 3).
    private static void Keep(Dictionary<string, IReadOnlyList<string>> headers, ServerAddress address, CookieContainer? cookies)
    {
        if (cookies is null || !headers.TryGetValue("Set-Cookie", out var lines))
        {
            return;
        }

        foreach (var line in lines)
        {
            try
            {
                cookies.SetCookies(address.HttpUri, line);
            }
            catch (CookieException)
            {
                // A cookie that cannot be read is none (RFC 6265 section 5.2); the handshake does not depend on it.
            }
        }
    }

    private static async Task<WebSocketSession> StartAsync(ServerAddress address, ClientSettings settings, OpenedStream opened, Answer answer)
    {
        var handshake = new WebSocketClientHandshake(
            address.Uri, answer.Protocol, answer.Protocol < 0 ? null : settings.Protocols[answer.Protocol], answer.Headers)
        {
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

    /// <summary>A response that is taken.</summary>
    private sealed record Answer(
        Dictionary<string, IReadOnlyList<string>> Headers, int Protocol, DeflateParameters? Deflate, byte[] Behind);
}
