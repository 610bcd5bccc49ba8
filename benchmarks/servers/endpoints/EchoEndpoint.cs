using Endpoints;

namespace EndpointsServer;

[WebSocketEndpoint("/ws", MaxMessageSize = 16 * 1024 * 1024)]
public sealed class EchoEndpoint
{
    [OnText]
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8;

    [OnBinary]
    public static ReadOnlySpan<byte> Binary(ReadOnlySpan<byte> payload) => payload;
}
