using Endpoints.Generated;

namespace Endpoints.Benchmarks;

/// <summary>What the generated dispatcher calls.</summary>
[WebSocketEndpoint("/echo")]
public sealed class EchoEndpoint
{
    public int Count { get; private set; }

    [OnText]
    public ReadOnlySpan<byte> Echo(ReadOnlySpan<byte> text)
    {
        Count++;
        return text;
    }

    [OnBinary]
    public ReadOnlySpan<byte> EchoBytes(ReadOnlySpan<byte> payload)
    {
        Count++;
        return payload;
    }
}

/// <summary>The same by hand.</summary>
internal sealed class EchoDispatcher(EchoEndpoint endpoint) : EndpointDispatcher
{
    public override HandlerKinds Handlers => HandlerKinds.Text;

    public override ValueTask TextAsync(WebSocketSession session, IncomingMessage message) =>
        Reply.TextAsync(session, endpoint.Echo(message.Payload));
}
