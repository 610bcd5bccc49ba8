using System.Buffers.Text;
using System.Text;

namespace Endpoints.Handshake;

/// <summary>Writes the responses to an opening handshake over HTTP/1.1, for doors that have no HTTP server. Allocates nothing.</summary>
internal static class HandshakeResponseWriter
{
    /// <summary>Enough for any rejection that this writes.</summary>
    public const int MaxRejectionSize = 512;

    /// <summary>The whole answer to who asks whether the host is well, after which the connection is closed.</summary>
    public static ReadOnlySpan<byte> Healthy =>
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 8\r\nCache-Control: no-store\r\nConnection: close\r\n\r\nHealthy\n"u8;

    private static ReadOnlySpan<byte> SwitchingProtocols =>
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "u8;

    private static ReadOnlySpan<byte> ProtocolHeader => "Sec-WebSocket-Protocol: "u8;

    private static ReadOnlySpan<byte> ExtensionsHeader => "Sec-WebSocket-Extensions: "u8;

    private static ReadOnlySpan<byte> ContentHeaders => "Content-Type: text/plain\r\nContent-Length: "u8;

    private static ReadOnlySpan<byte> Utf8ContentHeaders => "Content-Type: text/plain; charset=utf-8\r\nContent-Length: "u8;

    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    /// <summary>How many bytes the 101 response has.</summary>
    /// <param name="protocolLength">Length of the agreed sub-protocol in bytes; 0 for none.</param>
    /// <param name="extensionsLength">Length of the agreed extensions in bytes; 0 for none.</param>
    /// <param name="headersLength">Length of the other header lines in bytes; 0 for none.</param>
    public static int GetAcceptanceSize(int protocolLength, int extensionsLength = 0, int headersLength = 0) =>
        SwitchingProtocols.Length + AcceptKey.Length + LineEnd.Length
        + (protocolLength == 0 ? 0 : ProtocolHeader.Length + protocolLength + LineEnd.Length)
        + (extensionsLength == 0 ? 0 : ExtensionsHeader.Length + extensionsLength + LineEnd.Length)
        + headersLength
        + LineEnd.Length;

    /// <summary>Bytes that are enough for a rejection whose headers or body are an application's.</summary>
    /// <param name="headersLength">Length of the header lines in bytes.</param>
    /// <param name="body">The body.</param>
    public static int GetRejectionSize(int headersLength, string body) =>
        MaxRejectionSize + headersLength + Encoding.UTF8.GetByteCount(body);

    /// <summary>Writes the 101 response (RFC 6455 section 4.2.2).</summary>
    /// <param name="destination">Takes <see cref="GetAcceptanceSize"/> bytes.</param>
    /// <param name="key">The client's key, its form already checked.</param>
    /// <param name="protocol">The agreed sub-protocol; empty for none.</param>
    /// <param name="extensions">The agreed extensions with their parameters; empty for none.</param>
    /// <param name="headers">Other header lines, each with its end; empty for none.</param>
    /// <param name="written">How many bytes were written; 0 when the destination is too short.</param>
    public static bool TryWriteAcceptance(
        Span<byte> destination,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> protocol,
        ReadOnlySpan<byte> extensions,
        ReadOnlySpan<byte> headers,
        out int written)
    {
        written = 0;
        if (destination.Length < GetAcceptanceSize(protocol.Length, extensions.Length, headers.Length))
        {
            return false;
        }

        Append(destination, SwitchingProtocols, ref written);
        AcceptKey.Compute(key, destination[written..]);
        written += AcceptKey.Length;
        Append(destination, LineEnd, ref written);
        if (!protocol.IsEmpty)
        {
            Append(destination, ProtocolHeader, ref written);
            Append(destination, protocol, ref written);
            Append(destination, LineEnd, ref written);
        }

        if (!extensions.IsEmpty)
        {
            Append(destination, ExtensionsHeader, ref written);
            Append(destination, extensions, ref written);
            Append(destination, LineEnd, ref written);
        }

        Append(destination, headers, ref written);
        Append(destination, LineEnd, ref written);
        return true;
    }

    /// <inheritdoc cref="TryWriteAcceptance(Span{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte}, out int)"/>
    public static bool TryWriteAcceptance(
        Span<byte> destination, ReadOnlySpan<byte> key, ReadOnlySpan<byte> protocol, ReadOnlySpan<byte> extensions, out int written) =>
        TryWriteAcceptance(destination, key, protocol, extensions, headers: default, out written);

    /// <inheritdoc cref="TryWriteAcceptance(Span{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte}, out int)"/>
    public static bool TryWriteAcceptance(Span<byte> destination, ReadOnlySpan<byte> key, ReadOnlySpan<byte> protocol, out int written) =>
        TryWriteAcceptance(destination, key, protocol, extensions: default, out written);

    /// <summary>Writes the response to a handshake that is refused, after which the connection is closed.</summary>
    /// <param name="destination"><see cref="MaxRejectionSize"/> bytes are enough.</param>
    /// <param name="fault">Why; not <see cref="HandshakeFault.None"/>.</param>
    /// <param name="written">How many bytes were written; 0 when the destination is too short.</param>
    public static bool TryWriteRejection(Span<byte> destination, HandshakeFault fault, out int written) =>
        TryWriteRejection(destination, HandshakeFaults.GetStatusCode(fault), HandshakeFaults.Describe(fault), out written);

    /// <summary>Writes the response to a request head that is malformed, after which the connection is closed.</summary>
    /// <param name="destination"><see cref="MaxRejectionSize"/> bytes are enough.</param>
    /// <param name="fault">Why; not <see cref="RequestHeadFault.None"/>.</param>
    /// <param name="written">How many bytes were written; 0 when the destination is too short.</param>
    public static bool TryWriteRejection(Span<byte> destination, RequestHeadFault fault, out int written) =>
        TryWriteRejection(destination, RequestHeadFaults.GetStatusCode(fault), RequestHeadFaults.Describe(fault), out written);

    /// <inheritdoc cref="TryWriteRejection(Span{byte}, int, string, ReadOnlySpan{byte}, out int)"/>
    public static bool TryWriteRejection(Span<byte> destination, int statusCode, string body, out int written) =>
        TryWriteRejection(destination, statusCode, body, headers: default, out written);

    /// <summary>Writes a response that refuses, with a text body, after which the connection is closed.</summary>
    /// <param name="destination">Where the response goes.</param>
    /// <param name="statusCode">
    /// 300 to 599, but for 304. 426 brings the headers that it needs, 405 and 503 theirs where none are given (RFC 9110 sections 15.5.22,
    /// 15.5.6 and 15.6.4).
    /// </param>
    /// <param name="body">The text.</param>
    /// <param name="headers">Header lines, each with its end; empty for none.</param>
    /// <param name="written">How many bytes were written; 0 when the destination is too short.</param>
    public static bool TryWriteRejection(Span<byte> destination, int statusCode, string body, ReadOnlySpan<byte> headers, out int written)
    {
        written = 0;
        var bodyLength = Encoding.UTF8.GetByteCount(body);
        Span<byte> length = stackalloc byte[10];
        Utf8Formatter.TryFormat(bodyLength, length, out var lengthSize);

        var count = 0;
        var fits = TryAppendStatusLine(destination, statusCode, ref count)
            && TryAppend(destination, headers.IsEmpty || statusCode == 426 ? HeadersOf(statusCode) : default, ref count)
            && TryAppend(destination, headers, ref count)
            && TryAppend(destination, bodyLength == body.Length ? ContentHeaders : Utf8ContentHeaders, ref count)
            && TryAppend(destination, length[..lengthSize], ref count)
            && TryAppend(destination, ConnectionHeader(statusCode), ref count);
        if (!fits || destination.Length - count < bodyLength)
        {
            return false;
        }

        written = count + Encoding.UTF8.GetBytes(body, destination[count..]);
        return true;
    }

    private static bool TryAppendStatusLine(Span<byte> destination, int statusCode, ref int count)
    {
        if (statusCode is < 300 or 304 or > 599)
        {
            throw new ArgumentOutOfRangeException(nameof(statusCode), statusCode, "Not a status that a handshake is refused with.");
        }

        Span<byte> digits = stackalloc byte[3];
        Utf8Formatter.TryFormat(statusCode, digits, out _);
        return TryAppend(destination, "HTTP/1.1 "u8, ref count)
            && TryAppend(destination, digits, ref count)
            && TryAppend(destination, " "u8, ref count)
            && TryAppend(destination, ReasonPhrases.Of(statusCode), ref count)
            && TryAppend(destination, LineEnd, ref count);
    }

    private static ReadOnlySpan<byte> HeadersOf(int statusCode) => statusCode switch
    {
        405 => "Allow: GET\r\n"u8,
        503 => "Retry-After: 1\r\n"u8,
        426 => "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"u8,
        _ => default,
    };

    // A sender of Upgrade lists it in Connection (RFC 9110 section 7.8); one Connection line then says both.
    private static ReadOnlySpan<byte> ConnectionHeader(int statusCode) => statusCode == 426
        ? "\r\nConnection: Upgrade, close\r\n\r\n"u8
        : "\r\nConnection: close\r\n\r\n"u8;

    private static void Append(Span<byte> destination, ReadOnlySpan<byte> text, ref int written)
    {
        text.CopyTo(destination[written..]);
        written += text.Length;
    }

    private static bool TryAppend(Span<byte> destination, ReadOnlySpan<byte> text, ref int written)
    {
        if (!text.TryCopyTo(destination[written..]))
        {
            return false;
        }

        written += text.Length;
        return true;
    }
}
