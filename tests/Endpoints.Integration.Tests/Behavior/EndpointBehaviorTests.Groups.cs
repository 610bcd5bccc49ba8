using Endpoints.TestKit.Doors;
using Endpoints.TestKit.Frames;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Behavior;

public abstract partial class EndpointBehaviorTests
{
    [Fact]
    public async Task Groups_get_what_is_sent_to_them()
    {
        await using var one = await OpenAsync("/groups");
        await using var two = await OpenAsync("/groups");
        await using var three = await OpenAsync("/groups");
        foreach (var (peer, room) in new[] { (one, "a"), (two, "a"), (three, "b") })
        {
            await peer.SendAsync(FrameBuilder.Text($"+{room}"));
            Assert.Equal($"joined {room}", await peer.ReadTextAsync());
        }

        await three.SendAsync(FrameBuilder.Text("a:to a"), FrameBuilder.Text("?"));
        Assert.Equal("3 a,b found", await three.ReadTextAsync());
        Assert.Equal("to a", await one.ReadTextAsync());
        Assert.Equal("to a", await two.ReadTextAsync());

        await two.SendAsync(FrameBuilder.Text("-a"), FrameBuilder.Text("*to the others"), FrameBuilder.Text("a:to one"));
        Assert.Equal("left a", await two.ReadTextAsync());
        Assert.Equal(["to the others", "to one"], [await one.ReadTextAsync(), await one.ReadTextAsync()]);
        Assert.Equal("to the others", await three.ReadTextAsync());
    }

    [Fact]
    public async Task A_session_that_ends_is_in_no_group_and_the_others_are_told_by_its_close_handler()
    {
        await using var stays = await OpenAsync("/groups");
        await using var leaves = await OpenAsync("/groups");
        await leaves.SendAsync(FrameBuilder.Text("+a"), FrameBuilder.Close(1000));
        Assert.Equal("joined a", await leaves.ReadTextAsync());
        Assert.Equal(1000, await leaves.ReadCloseAsync());

        Assert.Equal("gone", await stays.ReadTextAsync());

        // The group ends right behind the handler that has said so.
        string counted;
        do
        {
            await stays.SendAsync(FrameBuilder.Text("?"));
            counted = await stays.ReadTextAsync();
        }
        while (counted != "1  found");
    }

    [Fact]
    public async Task A_large_message_comes_whole_to_everybody()
    {
        await using var one = await OpenAsync("/groups/large");
        await using var two = await OpenAsync("/groups/large");

        // A client may have the response before its session is there.
        var sessions = _door.Services.GetRequiredService<IWebSocketSessions<LargeGroupEndpoint>>();
        await Condition.UntilAsync(() => sessions.Count == 2);
        var payload = Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7)).ToArray();

        for (var i = 0; i < 3; i++)
        {
            await one.SendAsync(FrameBuilder.Binary(payload), FrameBuilder.Binary(payload[..5000]));
            foreach (var peer in new[] { one, two })
            {
                Assert.Equal(payload, (await peer.ReadFrameAsync()).Payload);
                Assert.Equal(payload[..5000], (await peer.ReadFrameAsync()).Payload);
            }
        }
    }
}
