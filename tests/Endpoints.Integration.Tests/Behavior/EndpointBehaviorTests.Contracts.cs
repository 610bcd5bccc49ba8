using System.Buffers.Binary;
using System.Text;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Integration.Tests.Behavior;

public abstract partial class EndpointBehaviorTests
{
    [Theory]
    [InlineData("account.v2", 700)]
    [InlineData("account.v1", 7)]
    [InlineData("", 700)]
    public async Task Contracts_and_versions_choose_the_handler(string protocol, int cents)
    {
        await using var peer = protocol.Length == 0
            ? await OpenAsync("/account")
            : await OpenAsync("/account", "Sec-WebSocket-Protocol: " + protocol);

        await peer.SendAsync(
            FrameBuilder.Text("""{"type":"deposit","amount":3}"""),
            FrameBuilder.Text("""{"amount":4,"type":"deposit"}"""),
            FrameBuilder.Text("""{"type":"balance"}"""));

        Assert.Equal($$"""{"type":"balance is","amount":{{cents}}}""", await peer.ReadTextAsync());
    }

    [Fact]
    public async Task An_unknown_contract_closes_with_1007_and_its_name()
    {
        await using var peer = await OpenAsync("/account");

        await peer.SendAsync(FrameBuilder.Text("""{"type":"withdraw","amount":3}"""));

        var close = await peer.ReadFrameAsync();
        Assert.Equal(Opcode.Close, close.Opcode);
        Assert.Equal(1007, BinaryPrimitives.ReadUInt16BigEndian(close.Payload));
        Assert.Equal("Unknown message type \"withdraw\".", Encoding.UTF8.GetString(close.Payload.AsSpan(2)));
    }
}
