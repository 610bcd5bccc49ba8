namespace Endpoints.Integration.Tests.Behavior;

/// <summary>Its limits and origins are those of rules; see <see cref="EndpointBehaviorTests"/>.</summary>
[WebSocketEndpoint("/ruled/{room}", MaxMessageSize = 500)]
public sealed class RuledEndpoint
{
    [OnText]
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> text) => text;

    [OnBinary]
    public static ReadOnlySpan<byte> Binary(ReadOnlySpan<byte> payload) => payload;
}
