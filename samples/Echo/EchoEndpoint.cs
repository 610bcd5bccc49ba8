using Endpoints;

namespace Echo;

/// <summary>Sends every message back as it came. A slow reader holds back its own next message, and nobody else's.</summary>
[WebSocketEndpoint("/echo", MaxMessageSize = EchoLimits.MaxMessageSize)]
public sealed class EchoEndpoint
{
    [OnText]
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8;

    [OnBinary]
    public static ReadOnlySpan<byte> Binary(ReadOnlySpan<byte> payload) => payload;
}
