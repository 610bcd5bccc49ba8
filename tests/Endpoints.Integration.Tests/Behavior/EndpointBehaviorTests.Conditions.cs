using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;

namespace Endpoints.Integration.Tests.Behavior;

public abstract partial class EndpointBehaviorTests
{
    [Theory]
    [InlineData("/development-only")]
    [InlineData("/one-fails")]
    public async Task An_endpoint_whose_condition_does_not_hold_is_not_there(string path)
    {
        await using var peer = await ConnectAsync();

        Assert.Equal(404, (await peer.ExchangeAsync(RawPeer.Request(path))).Status);
    }

    [Fact]
    public async Task An_endpoint_whose_conditions_all_hold_is_served()
    {
        await using var peer = await OpenAsync("/all-hold");

        await peer.SendAsync(FrameBuilder.Text("here"));

        Assert.Equal("here", await peer.ReadTextAsync());
    }

    [Fact]
    public async Task The_path_of_an_endpoint_that_is_left_out_goes_to_the_next_one()
    {
        await using var peer = await OpenAsync("/flag");

        await peer.SendAsync(FrameBuilder.Text("x"));

        Assert.Equal("old x", await peer.ReadTextAsync());
    }
}
