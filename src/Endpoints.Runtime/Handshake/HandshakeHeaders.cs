namespace Endpoints.Handshake;

/// <summary>The names of the headers that a handshake reads.</summary>
internal static class HandshakeHeaders
{
    public static ReadOnlySpan<byte> Host => "Host"u8;

    public static ReadOnlySpan<byte> Upgrade => "Upgrade"u8;

    public static ReadOnlySpan<byte> Connection => "Connection"u8;

    public static ReadOnlySpan<byte> Origin => "Origin"u8;

    public static ReadOnlySpan<byte> ContentLength => "Content-Length"u8;

    public static ReadOnlySpan<byte> TransferEncoding => "Transfer-Encoding"u8;

    public static ReadOnlySpan<byte> WebSocketKey => "Sec-WebSocket-Key"u8;

    public static ReadOnlySpan<byte> WebSocketAccept => "Sec-WebSocket-Accept"u8;

    public static ReadOnlySpan<byte> WebSocketVersion => "Sec-WebSocket-Version"u8;

    public static ReadOnlySpan<byte> WebSocketProtocol => "Sec-WebSocket-Protocol"u8;

    public static ReadOnlySpan<byte> WebSocketExtensions => "Sec-WebSocket-Extensions"u8;
}
