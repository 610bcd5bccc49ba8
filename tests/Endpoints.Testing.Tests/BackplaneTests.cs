using System.Security.Claims;
using System.Text;
using Endpoints.Backplanes;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Testing.Tests;

/// <summary>Several hosts with a backplane in memory: what goes between them, and what happens when it breaks.</summary>
public sealed class BackplaneTests : IAsyncDisposable
{
    private readonly TestClock _time = new();
    private readonly List<WebSocketTestHost> _hosts = [];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_group_is_in_all_hosts(bool exact)
    {
        var backplane = new InMemoryBackplane { HasExactTopics = exact };
        var (a, b) = (await StartAsync(backplane), await StartAsync(backplane));
        await using var ann = await a.ConnectAsync("/shared/tea");
        await using var bob = await b.ConnectAsync("/shared/tea");
        await using var cid = await b.ConnectAsync("/shared/coffee");
        await SubscribedAsync(backplane, "tea", a, b);

        await ann.SendAsync("hello");
        await ann.ExpectTextAsync("hello");
        await bob.ExpectTextAsync("hello");

        await bob.SendAsync("*others");
        await ann.ExpectTextAsync("*others");
        await bob.ExpectNothingAsync();
        await cid.ExpectNothingAsync();
    }

    [Fact]
    public async Task All_and_users_are_in_all_hosts_and_what_only_this_process_can_know_is_in_this_one()
    {
        var backplane = new InMemoryBackplane();
        var (a, b) = (await StartAsync(backplane), await StartAsync(backplane));
        await using var here = await a.ConnectAsync("/shared/1", AsAda);
        await using var there = await b.ConnectAsync("/shared/2", AsAda);
        await using var other = await b.ConnectAsync("/shared/2");
        await SubscribedAsync(backplane, "2", b);
        var sessions = SessionsOf(a);

        // What is returned is of this process.
        Assert.Equal(1, sessions.All.SendText("all"));
        Assert.Equal(1, sessions.User("ada").SendBinary([1, 2]));
        Assert.Equal(1, sessions.All.Local().SendText("here"));
        Assert.Equal(1, sessions.All.Where(static _ => true).SendText("here"));
        Assert.Equal(1, await sessions.User("ada").SendTextAsync("last"u8.ToArray()));

        Assert.Equal("all", await here.ExpectTextAsync());
        Assert.Equal([1, 2], await here.ExpectBinaryAsync());
        Assert.Equal("here", await here.ExpectTextAsync());
        Assert.Equal("here", await here.ExpectTextAsync());
        Assert.Equal("last", await here.ExpectTextAsync());
        Assert.Equal("all", await there.ExpectTextAsync());
        Assert.Equal([1, 2], await there.ExpectBinaryAsync());
        Assert.Equal("last", await there.ExpectTextAsync());
        Assert.Equal("all", await other.ExpectTextAsync());
        await other.ExpectNothingAsync();

        sessions.User("ada").Close(CloseStatus.PolicyViolation.WithReason("out"));
        await here.ExpectCloseAsync(CloseStatus.PolicyViolation.WithReason("out"));
        await there.ExpectCloseAsync(CloseStatus.PolicyViolation.WithReason("out"));
        await other.ExpectNothingAsync();
        Assert.Throws<ArgumentException>(() => sessions.All.Close(new CloseStatus(1005)));
    }

    [Fact]
    public async Task Counts_are_of_all_hosts_until_one_stops_or_is_silent()
    {
        var backplane = new InMemoryBackplane();
        var (a, b, c) = (await StartAsync(backplane), await StartAsync(backplane), await StartAsync(backplane));
        await using var one = await a.ConnectAsync("/shared/x");
        await using var two = await b.ConnectAsync("/shared/x");
        await using var three = await c.ConnectAsync("/shared/y", AsAda);
        await UntilAsync(() => Task.FromResult(ClusterOf(a).GetNodes().Count == 3));

        // Announced within a fifth of the interval.
        _time.Advance(TimeSpan.FromSeconds(1));
        await UntilAsync(async () => await SessionsOf(a).All.CountAsync() == 3);
        Assert.Equal(2, await SessionsOf(c).Group("x").CountAsync());
        Assert.Equal(1, await SessionsOf(a).User("ada").CountAsync());
        Assert.Equal(1, await SessionsOf(a).Group("x").Local().CountAsync());
        Assert.Equal(0, await SessionsOf(a).Group("z").CountAsync());

        await c.StopAsync();
        await UntilAsync(() => Task.FromResult(ClusterOf(a).GetNodes().Count == 2));

        backplane.Cut(ClusterOf(b).NodeId);
        for (var second = 0; second < 20; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        var left = Assert.Single(ClusterOf(a).GetNodes());
        Assert.True(left.IsThis);
        Assert.Equal(1, left.SessionCount);
        Assert.Equal(1, await SessionsOf(a).All.CountAsync());
        Assert.Equal(1, await SessionsOf(a).Group("x").CountAsync());
    }

    [Fact]
    public async Task Without_the_backplane_each_host_goes_on_alone_and_with_it_again_together()
    {
        var backplane = new InMemoryBackplane();
        var (a, b) = (await StartAsync(backplane), await StartAsync(backplane));
        await using var ann = await a.ConnectAsync("/shared/tea");
        await using var bob = await b.ConnectAsync("/shared/tea");
        await SubscribedAsync(backplane, "tea", a, b);

        backplane.GoDown();
        await UntilAsync(() => Task.FromResult(ClusterOf(a).State == WebSocketBackplaneState.Disconnected && ClusterOf(b).State == WebSocketBackplaneState.Disconnected));
        await ann.SendAsync("alone");
        await ann.ExpectTextAsync("alone");

        backplane.ComeUp();
        await UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(ClusterOf(a).State == WebSocketBackplaneState.Connected && ClusterOf(b).State == WebSocketBackplaneState.Connected);
        });
        await SubscribedAsync(backplane, "tea", a, b);
        await ann.SendAsync("together");
        await ann.ExpectTextAsync("together");

        // What was sent meanwhile does not come late.
        Assert.Equal("together", await bob.ExpectTextAsync());
    }

    [Fact]
    public async Task A_confirm_that_does_not_come_is_an_exception_after_the_sessions_here_have_got_the_message()
    {
        var backplane = new InMemoryBackplane();
        var a = await StartAsync(backplane, options => options.WaitForConfirms = true);
        await using var ann = await a.ConnectAsync("/shared/tea");
        var sessions = SessionsOf(a);
        Assert.Equal(1, await sessions.Group("tea").SendTextAsync("one"u8.ToArray()));

        backplane.RefusesMessages = true;
        await Assert.ThrowsAsync<WebSocketBackplaneException>(() => sessions.Group("tea").SendTextAsync("two"u8.ToArray()).AsTask());

        await ann.ExpectTextAsync("one");
        await ann.ExpectTextAsync("two");
    }

    [Fact]
    public async Task A_message_that_is_too_large_stays_here_and_what_comes_in_twice_or_as_noise_is_dropped()
    {
        var backplane = new InMemoryBackplane();
        var (a, b) = (await StartAsync(backplane, options => options.MaxMessageSize = 1024), await StartAsync(backplane));
        await using var ann = await a.ConnectAsync("/shared/tea");
        await using var bob = await b.ConnectAsync("/shared/tea");
        await SubscribedAsync(backplane, "tea", a, b);

        var large = new string('x', 1024);
        SessionsOf(a).Group("tea").SendText(large);
        Assert.Equal(large, await ann.ExpectTextAsync());

        var message = Message(1);
        backplane.Inject("noise"u8);
        backplane.Inject(message);
        backplane.Inject(message);
        backplane.Inject(message.AsSpan(0, 40));
        backplane.Inject(Message(2));
        foreach (var peer in new[] { ann, bob })
        {
            Assert.Equal("1", await peer.ExpectTextAsync());
            Assert.Equal("2", await peer.ExpectTextAsync());
            await peer.ExpectNothingAsync();
        }

        static byte[] Message(ulong sequence)
        {
            var key = Encoding.Unicode.GetBytes(typeof(SharedRoomEndpoint).FullName!);
            byte[] bytes = [.. "WB"u8, 1, 1, 0, 0, 0, 0, 0, 0, 0, (byte)sequence, .. new byte[16], 0, 0, (byte)key.Length, 0, 0, .. key, .. Encoding.UTF8.GetBytes($"{sequence}")];
            return bytes;
        }
    }

    [Fact]
    public async Task A_group_without_members_is_left_after_a_while()
    {
        var backplane = new InMemoryBackplane();
        var a = await StartAsync(backplane);
        var before = backplane.SubscriptionCount;
        var peer = await a.ConnectAsync("/shared/tea");
        await UntilAsync(() => Task.FromResult(backplane.SubscriptionCount == before + 1));
        await peer.DisposeAsync();
        await UntilAsync(() => Task.FromResult(a.SessionCount == 0));

        _time.Advance(TimeSpan.FromSeconds(31));
        await UntilAsync(() => Task.FromResult(backplane.SubscriptionCount == before));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }
    }

    private static void AsAda(WebSocketTestRequest request) =>
        request.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "ada")], "test"));

    private static IWebSocketSessions<SharedRoomEndpoint> SessionsOf(WebSocketTestHost host) =>
        host.Services.GetRequiredService<IWebSocketSessions<SharedRoomEndpoint>>();

    private static IWebSocketCluster ClusterOf(WebSocketTestHost host) => host.Services.GetRequiredService<IWebSocketCluster>();

    private async Task<WebSocketTestHost> StartAsync(InMemoryBackplane backplane, Action<WebSocketBackplaneOptions>? configure = null)
    {
        var host = WebSocketTestHost.For<SharedRoomEndpoint>(options =>
        {
            options.TimeProvider = _time;
            options.Patience = TimeSpan.FromSeconds(60);
            options.Services.AddWebSocketBackplane(backplane, configure);
        });
        _hosts.Add(host);
        await UntilAsync(() => Task.FromResult(ClusterOf(host).State == WebSocketBackplaneState.Connected));
        return host;
    }

    // Subscribing runs beside the tests.
    private static Task SubscribedAsync(InMemoryBackplane backplane, string room, params WebSocketTestHost[] hosts) =>
        UntilAsync(() => Task.FromResult(backplane.CountSubscribers(typeof(SharedRoomEndpoint), room) == hosts.Length));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(10, patience.Token);
        }
    }
}
