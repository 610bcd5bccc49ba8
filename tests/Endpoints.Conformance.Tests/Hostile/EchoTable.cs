using Endpoints.Generated;
using Endpoints.Handshake;
using Endpoints.Options;
using Endpoints.Routing;
using Endpoints.TestKit.Doors;
using Endpoints.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Endpoints.Conformance.Tests.Hostile;

/// <summary>A table with one endpoint, an echo at <c>/echo</c>: written by hand, for what is tested here is below emitted code.</summary>
internal sealed class EchoTable : EndpointTable
{
    public override IReadOnlyList<EndpointDescriptor> Endpoints { get; } = [new EchoDescriptor()];

    /// <summary>A host that serves it in memory; its clock stands still unless the test moves it.</summary>
    public static InMemoryDoor Open(FakeTimeProvider? time = null, Action<WebSocketEndpointOptions>? configure = null) =>
        new(new EchoTable(), configure ?? (_ => { }), services => services.AddSingleton<TimeProvider>(time ?? new TestClock()));

    public override bool TryMatch(ReadOnlySpan<byte> path, out RouteMatch match)
    {
        match = default;
        return path.SequenceEqual("/echo"u8);
    }

    private sealed class EchoDescriptor : EndpointDescriptor
    {
        public override Type EndpointType => typeof(EchoTable);

        public override string Pattern => "/echo";

        public override HandshakeVerdict Validate(in HandshakeHead head)
        {
            var fault = HandshakeRules.CheckUpgrade(head);
            return fault == HandshakeFault.None ? HandshakeVerdict.Accept(-1) : HandshakeVerdict.Reject(fault);
        }

        public override EndpointActivation Activate(WebSocketHandshake handshake) => EndpointActivation.Ready(new EchoDispatcher());
    }

    private sealed class EchoDispatcher : EndpointDispatcher
    {
        public override HandlerKinds Handlers => HandlerKinds.Text | HandlerKinds.Binary;

        public override ValueTask TextAsync(WebSocketSession session, IncomingMessage message) => Reply.TextAsync(session, message.Payload);

        public override ValueTask BinaryAsync(WebSocketSession session, IncomingMessage message) => Reply.BinaryAsync(session, message.Payload);
    }
}
