using System.Text.Json;
using Endpoints.Integration.Tests.Doors;
using Endpoints.Protocol;
using Endpoints.TestKit.Doors;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Endpoints.Integration.Tests.Behavior;

/// <summary>Two servers with a backplane between them.</summary>
public abstract partial class EndpointBehaviorTests
{
    private Task<JoinedDoors> JoinAsync() => JoinedDoors.StartAsync(join => StartAsync(Configure, services =>
    {
        AddServices(services);
        join(services);
    }));

    [Fact]
    public async Task What_is_said_to_all_to_a_room_and_to_a_user_reaches_the_sessions_of_both_servers_once()
    {
        await using var doors = await JoinAsync();
        await using var ann = await OpenAtAsync(doors.A, "/joined/tea?user=ada");
        await using var bob = await OpenAtAsync(doors.B, "/joined/tea");
        await using var cid = await OpenAtAsync(doors.B, "/joined/coffee?user=ada");
        await doors.UntilSubscribedAsync<JoinedEndpoint>("tea", 2);
        await doors.UntilSubscribedAsync<JoinedEndpoint>("coffee", 1);

        await SayAsync(ann, "* all", "#tea room", "@ada user", "*- others", "#coffee there", "#nobody nothing", "* end");
        await ReadAllAsync(ann, "all", "room", "user", "end");
        await ReadAllAsync(bob, "all", "room", "others", "end");
        await ReadAllAsync(cid, "all", "user", "others", "there", "end");

        await SayAsync(bob, "#tea- rest", "@ada- user", "@bob nobody", "* end");
        await ReadAllAsync(ann, "rest", "user", "end");
        await ReadAllAsync(bob, "end");
        await ReadAllAsync(cid, "user", "end");
    }

    [Fact]
    public async Task A_binary_message_of_any_size_comes_whole_and_as_binary_to_the_other_server()
    {
        await using var doors = await JoinAsync();
        await using var ann = await OpenAtAsync(doors.A, "/joined/tea");
        await using var bob = await OpenAtAsync(doors.B, "/joined/tea");
        await doors.UntilSubscribedAsync<JoinedEndpoint>("tea", 2);

        foreach (var length in new[] { 0, 5, 300_000 })
        {
            var payload = Enumerable.Range(0, length).Select(i => (byte)(i * 7)).ToArray();
            await ann.SendAsync(FrameBuilder.Binary(payload));
            foreach (var peer in new[] { ann, bob })
            {
                var frame = await peer.ReadFrameAsync();
                Assert.Equal(Opcode.Binary, frame.Opcode);
                Assert.Equal(payload, frame.Payload);
            }
        }
    }

    [Fact]
    public async Task A_close_of_a_room_ends_its_sessions_at_both_servers_and_nobody_elses()
    {
        await using var doors = await JoinAsync();
        await using var ann = await OpenAtAsync(doors.A, "/joined/tea");
        await using var bob = await OpenAtAsync(doors.B, "/joined/tea");
        await using var cid = await OpenAtAsync(doors.A, "/joined/coffee");
        await using var dan = await OpenAtAsync(doors.B, "/joined/coffee");
        await doors.UntilSubscribedAsync<JoinedEndpoint>("tea", 2);
        await doors.UntilSubscribedAsync<JoinedEndpoint>("coffee", 2);

        await SayAsync(cid, "#tea close", "#coffee after");

        foreach (var peer in new[] { ann, bob })
        {
            var close = await peer.ReadFrameAsync();
            Assert.Equal((Opcode.Close, 4001), (close.Opcode, close.CloseCode));
            await peer.SendAsync(FrameBuilder.Close(4001));
            Assert.True(await peer.IsAtEndAsync());
        }

        await ReadAllAsync(cid, "after");
        await ReadAllAsync(dan, "after");
    }

    [Fact]
    public async Task A_slow_session_of_the_other_server_gets_the_latest_of_each_key()
    {
        await using var doors = await JoinAsync();
        await using var slow = await OpenAtAsync(doors.B, "/joined-latest");
        await SayAsync(slow, "fill");
        Assert.Equal("filled", await _journal.NextAsync());
        await using var quick = await OpenAtAsync(doors.B, "/joined-latest");
        await using var ann = await OpenAtAsync(doors.A, "/joined-latest");

        await SayAsync(ann, "A=1 x=1 B=2 A=3 x=4 y=5 A=6 x=7 end");

        // One that reads gets the end behind all the others, which the slow one has been given by then as well.
        while (await quick.ReadTextAsync() != "end")
        {
        }

        for (var i = 0; i < JoinedLatestEndpoint.FillerCount; i++)
        {
            Assert.Equal(Opcode.Binary, (await slow.ReadFrameAsync()).Opcode);
        }

        Assert.Equal(("A", 6), await ReadPriceAsync(slow));
        await ReadAllAsync(slow, "x=7");
        Assert.Equal(("B", 2), await ReadPriceAsync(slow));
        await ReadAllAsync(slow, "y=5", "end");

        static async Task<(string, int)> ReadPriceAsync(RawPeer peer)
        {
            var price = JsonSerializer.Deserialize(await peer.ReadTextAsync(), PriceJson.Default.Price)!;
            return (price.Symbol, price.Value);
        }
    }

    [Fact]
    public async Task Sessions_of_both_servers_are_counted_and_each_server_knows_the_other()
    {
        await using var doors = await JoinAsync();
        await using var ann = await OpenAtAsync(doors.A, "/joined/tea?user=ada");
        await using var bob = await OpenAtAsync(doors.B, "/joined/tea");
        await using var cid = await OpenAtAsync(doors.B, "/joined/coffee?user=ada");

        foreach (var door in new[] { doors.A, doors.B })
        {
            await Condition.UntilAsync(() => Nodes(door) == "a=1,b=2");
            Assert.Equal(JoinedDoors.ClusterOf(door).NodeId, Assert.Single(JoinedDoors.NodesOf(door), node => node.IsThis).Id);
        }

        foreach (var peer in new[] { ann, bob })
        {
            await SayAsync(peer, "* count", "#tea count", "@ada count", "#coffee count", "#nobody count");
            await ReadAllAsync(peer, "3", "2", "2", "1", "0");
        }
    }

    [Fact]
    public async Task Without_the_backplane_each_server_goes_on_alone_and_with_it_again_together()
    {
        await using var doors = await JoinAsync();
        await using var ann = await OpenAtAsync(doors.A, "/joined/tea");
        await using var bob = await OpenAtAsync(doors.B, "/joined/tea");
        await doors.UntilSubscribedAsync<JoinedEndpoint>("tea", 2);
        Assert.Equal(HealthStatus.Healthy, await JoinedDoors.HealthOfAsync(doors.A));

        doors.Backplane.GoDown();
        await doors.UntilDisconnectedAsync();
        Assert.Equal(HealthStatus.Degraded, await JoinedDoors.HealthOfAsync(doors.A));
        Assert.Equal(HealthStatus.Degraded, await JoinedDoors.HealthOfAsync(doors.B));
        await SayAsync(ann, "#tea alone", "#tea count");
        await ReadAllAsync(ann, "alone", "1");
        await using var cid = await OpenAtAsync(doors.B, "/joined/tea");
        await SayAsync(bob, "#tea- also alone", "#tea count");
        await ReadAllAsync(cid, "also alone");
        await ReadAllAsync(bob, "2");

        doors.Backplane.ComeUp();
        await doors.UntilConnectedAsync();
        await doors.UntilSubscribedAsync<JoinedEndpoint>("tea", 2);
        Assert.Equal(HealthStatus.Healthy, await JoinedDoors.HealthOfAsync(doors.A));
        Assert.Equal(HealthStatus.Healthy, await JoinedDoors.HealthOfAsync(doors.B));

        // What was sent meanwhile does not come late.
        await SayAsync(ann, "#tea together", "#tea count");
        await ReadAllAsync(ann, "together", "3");
        await ReadAllAsync(bob, "together");
        await ReadAllAsync(cid, "together");
    }

    [Fact]
    public async Task A_server_that_drains_closes_its_sessions_and_those_of_the_other_go_on()
    {
        await using var doors = await JoinAsync();
        await using var busy = new RawPeer(await doors.A.ConnectAsync());
        await busy.OpenAsync("/drain/slow");
        await using var leaving = await OpenAtAsync(doors.A, "/joined/tea");
        await using var bob = await OpenAtAsync(doors.B, "/joined/tea");
        await using var cid = await OpenAtAsync(doors.B, "/joined/tea");
        await doors.UntilSubscribedAsync<JoinedEndpoint>("tea", 2);
        await SayAsync(busy, "one");
        Assert.Equal("begins one", await _journal.NextAsync());

        var stopped = doors.A.StopAsync();
        Assert.Equal(1001, await leaving.ReadCloseAsync());
        await leaving.SendAsync(FrameBuilder.Close(1001));
        Assert.True(await leaving.IsAtEndAsync());

        // While it drains, what its close handlers send still gets to the other one.
        await ReadAllAsync(bob, "gone 1001");
        await ReadAllAsync(cid, "gone 1001");
        Assert.Equal(2, JoinedDoors.NodesOf(doors.B).Count);
        await SayAsync(bob, "#tea meanwhile");
        await ReadAllAsync(bob, "meanwhile");
        await ReadAllAsync(cid, "meanwhile");

        doors.A.Services.GetRequiredService<Gate>().Steps.Release();
        await ReadAllAsync(busy, "did one");
        Assert.Equal(1001, await busy.ReadCloseAsync());
        await busy.SendAsync(FrameBuilder.Close(1001));
        await stopped;

        // It has said so, and is neither known nor waited for any more.
        await Condition.UntilAsync(() => JoinedDoors.NodesOf(doors.B).Count == 1);
        await SayAsync(cid, "#tea count", "* after");
        await ReadAllAsync(cid, "2", "after");
        await ReadAllAsync(bob, "after");
    }

    private static string Nodes(ITestDoor door) => string.Join(
        ',', JoinedDoors.NodesOf(door).Select(node => $"{node.Name}={node.SessionCount}").Order(StringComparer.Ordinal));

    /// <summary>Opens a session, and returns when it is there: the response to its handshake may be before.</summary>
    private static async Task<RawPeer> OpenAtAsync(ITestDoor door, string path)
    {
        var peer = await ConnectToAsync(door, path);
        await ReadAllAsync(peer, "joined");
        return peer;
    }

    private static async Task<RawPeer> ConnectToAsync(ITestDoor door, string path)
    {
        var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync(path);
        return peer;
    }

    private static Task SayAsync(RawPeer peer, params string[] texts) => peer.SendAsync([.. texts.Select(text => FrameBuilder.Text(text))]);

    /// <summary>The next messages are these, and none in between.</summary>
    private static async Task ReadAllAsync(RawPeer peer, params string[] expected)
    {
        foreach (var text in expected)
        {
            Assert.Equal(text, await peer.ReadTextAsync());
        }
    }
}
