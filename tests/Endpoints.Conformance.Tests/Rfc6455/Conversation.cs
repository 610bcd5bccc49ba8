using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Conformance.Tests.Rfc6455;

/// <summary>What the tests by section have in common: bytes of a peer in, events out, as one read and byte by byte.</summary>
internal static class Conversation
{
    public static void Reads(byte[] bytes, params ReaderEvent[] expected) => Reads(EndpointRole.Server, bytes, expected);

    public static void ClientReads(byte[] bytes, params ReaderEvent[] expected) => Reads(EndpointRole.Client, bytes, expected);

    public static void Violates(byte[] bytes, ProtocolRule rule) => Reads(bytes, ReaderEvent.Violation(rule));

    private static void Reads(EndpointRole role, byte[] bytes, ReaderEvent[] expected)
    {
        Assert.Equal(expected, ReaderDriver.ReadAll([bytes], role));
        Assert.Equal(expected, ReaderDriver.ReadAll(FrameBuilder.ChopEveryByte(bytes), role));
    }
}
