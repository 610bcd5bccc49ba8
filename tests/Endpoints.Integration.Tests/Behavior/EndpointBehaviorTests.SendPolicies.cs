using System.Text.Json;
using Endpoints.TestKit.Frames;

namespace Endpoints.Integration.Tests.Behavior;

public abstract partial class EndpointBehaviorTests
{
    [Theory]
    [InlineData("/policy/oldest", "3", "1 2 3", "0")]
    [InlineData("/policy/oldest", "4", "2 3 4", "1")]
    [InlineData("/policy/oldest", "100", "98 99 100", "97")]
    [InlineData("/policy/newest", "3", "1 2 3", "0")]
    [InlineData("/policy/newest", "4", "1 2 3", "1")]
    [InlineData("/policy/newest", "100", "1 2 3", "97")]
    public async Task What_a_full_queue_drops_is_its_policy(string path, string count, string left, string dropped)
    {
        await using var peer = await OpenAsync(path);
        await peer.SendAsync(FrameBuilder.Text(count));
        foreach (var number in left.Split(' '))
        {
            Assert.Equal($"number {number} of {count}", await peer.ReadTextAsync());
        }

        await peer.SendAsync(FrameBuilder.Text("?"));
        Assert.Equal(dropped, await peer.ReadTextAsync());
    }

    [Fact]
    public async Task A_full_queue_may_end_its_session()
    {
        await using var peer = await OpenAsync("/policy/disconnect");

        await peer.SendAsync(FrameBuilder.Text("3"));
        foreach (var number in new[] { 1, 2, 3 })
        {
            Assert.Equal($"number {number} of 3", await peer.ReadTextAsync());
        }

        await peer.SendAsync(FrameBuilder.Text("4"));
        Assert.Equal(1013, await peer.ReadCloseAsync());
    }

    [Fact]
    public async Task The_latest_of_each_key_is_sent()
    {
        await using var peer = await OpenAsync("/policy/latest");

        await peer.SendAsync(FrameBuilder.Text("A B A LARGE A LARGE B"));

        List<(string, int, int)> read = [];
        for (var i = 0; i < 3; i++)
        {
            var price = JsonSerializer.Deserialize(await peer.ReadTextAsync(), PriceJson.Default.Price)!;
            read.Add((price.Symbol, price.Value, price.Filler.Length));
        }

        Assert.Equal([("A", 5, 0), ("B", 7, 0), ("LARGE", 6, 10_000)], read);
    }

    [Fact]
    public async Task A_handler_can_wait_until_its_peer_has_taken_everything()
    {
        await using var peer = await OpenAsync("/policy/latest");
        var payload = new byte[200_000];

        await peer.SendAsync(FrameBuilder.Binary(payload));

        Assert.Equal(payload.Length, (await peer.ReadFrameAsync()).Payload.Length);
        Assert.Equal("0", await peer.ReadTextAsync());
    }
}
