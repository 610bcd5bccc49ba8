using Endpoints.Generated;
using Endpoints.Handshake;
using Endpoints.Routing;

namespace Endpoints.Runtime.Tests.Options;

/// <summary>Endpoint classes that options speak of; nobody opens a session at them.</summary>
internal static class TestEndpoints
{
    public static EndpointTable Table(params EndpointDescriptor[] endpoints) => new TableOf(endpoints);

    internal sealed class ChatEndpoint;

    internal sealed class NewsEndpoint;

    internal static class Other
    {
        internal sealed class NewsEndpoint;
    }

    /// <summary>A descriptor as it is emitted, for a class, a template and the attribute's settings.</summary>
    internal sealed class Descriptor(Type type, string pattern, EndpointSettings? settings = null) : EndpointDescriptor
    {
        public override Type EndpointType => type;

        public override string Pattern => pattern;

        public override EndpointSettings? Settings => settings;

        // As the emitted code decides for an endpoint whose attribute lists one origin.
        public override HandshakeVerdict Validate(in HandshakeHead head)
        {
            var fault = HandshakeRules.CheckUpgrade(in head);
            if (fault != HandshakeFault.None)
            {
                return HandshakeVerdict.Reject(fault);
            }

            return OriginRules.TryGetOrigin(in head, out var origin)
                && !OriginRules.IsSameOrigin(in head, origin)
                && !OriginRules.Is(origin, "https://attribute.example"u8)
                ? HandshakeVerdict.Reject(HandshakeFault.OriginNotAllowed)
                : HandshakeVerdict.Accept(-1);
        }

        public override EndpointActivation Activate(WebSocketHandshake handshake) => throw new NotSupportedException();
    }

    private sealed class TableOf(EndpointDescriptor[] endpoints) : EndpointTable
    {
        public override IReadOnlyList<EndpointDescriptor> Endpoints => endpoints;

        public override bool TryMatch(ReadOnlySpan<byte> path, out RouteMatch match)
        {
            match = default;
            return endpoints.Length > 0;
        }
    }
}
