using System.Net.WebSockets;

namespace Endpoints.Conformance.Tests.Differential;

/// <summary>A message as one side got it; compares by value.</summary>
internal sealed record ReceivedMessage(WebSocketMessageType Type, string Payload)
{
    public ReceivedMessage(WebSocketMessageType type, ReadOnlySpan<byte> payload)
        : this(type, Convert.ToHexString(payload))
    {
    }

    /// <summary>In bytes.</summary>
    public int Length => Payload.Length / 2;

    public static ReceivedMessage Of(ScriptMessage message) => new(message.Type, message.Payload);

    public override string ToString() => $"{Type} of {Length}: {Payload[..Math.Min(40, Payload.Length)]}";
}
