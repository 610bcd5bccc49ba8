using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Endpoints.Handshake;

namespace Endpoints.Client.Connecting;

/// <summary>The handshake over HTTP/1.1 (RFC 6455 section 4.1), after which the connection is the session's.</summary>
internal static class UpgradeHandshake
{
    private const int NonceLength = 16;

    /// <summary>Sends the request, and judges the response.</summary>
    /// <exception cref="WebSocketHandshakeException">The server refused, or its answer breaks a rule.</exception>
    /// <exception cref="IOException">The connection ended before.</exception>
    public static async Task<HandshakeAnswer> ShakeHandsAsync(
        OpenedStream opened, ServerAddress address, ClientSettings settings, CancellationToken cancellationToken)
    {
        var request = new HandshakeRequest
        {
            Target = address.Target,
            Host = address.HostHeader,
            Key = NewKey(),
            Protocols = settings.Protocols,
            Deflate = settings.Compression?.Policy,
            Headers = TraceHeaders.AddTo(CookieHeaders.For(address, settings)),
        };
        var head = new ArrayBufferWriter<byte>();
        HandshakeRequestWriter.Write(request, head);
        await opened.Stream.WriteAsync(head.WrittenMemory, cancellationToken).ConfigureAwait(false);
        await opened.Stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        using var reader = new ResponseReader(opened.Stream, "server", settings.Options.MaxResponseHeadSize);
        return await reader.ReadAsync(
            (in ResponseHead response, ReadOnlySpan<byte> behind) =>
            {
                var headers = ResponseHeaders.Of(response.Fields);
                CookieHeaders.Keep(headers, address, settings.Options.Cookies);
                var fault = ResponseRules.Check(in response, request.Key, request.Protocols, request.Deflate, out var protocol, out var deflate);
                return fault == ResponseFault.None
                    ? new HandshakeAnswer(opened, HttpVersion.Version11, headers, protocol, deflate) { Behind = behind.ToArray() }
                    : throw WebSocketHandshakeException.Of(fault, response.StatusCode, headers);
            },
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
}
