using System.Security.Claims;
using Endpoints.Backplanes;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Testing.Tests;

/// <summary>Who is there in several hosts with a backplane in memory, and who is thought to be when it breaks or loses messages.</summary>
public sealed class BackplanePresenceTests : IAsyncDisposable
{
    private static readonly string[] Rooms = ["tea", "coffee", "cocoa"];

    private readonly TestClock _time = new();
    private readonly InMemoryBackplane _backplane = new();
    private readonly CancellationTokenSource _ends = new();
    private readonly List<WebSocketTestHost> _hosts = [];
    private readonly List<Task> _watches = [];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Those_of_other_hosts_are_in_the_list_of_all(bool exact)
    {
        var backplane = new InMemoryBackplane { HasExactTopics = exact };
        var (a, b) = (await StartAsync(backplane), await StartAsync(backplane));
        await using var ann = await a.ConnectAsync("/present", As("ann"));
        await using var bob = await b.ConnectAsync("/present", As("bob"));
        await using var nobody = await b.ConnectAsync("/present");
        await DoAsync(ann, "join tea");
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var bobs = await DoAsync(bob, "join tea");
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await DoAsync(nobody, "join tea");
        await DoAsync(nobody, "join coffee");
        await DoAsync(bob, "mood tea glad");
        await SeeEachOtherAsync(a, b);

        // The other one has not been asked about presence before, and finds who is there already.
        var here = PresenceOf(a);
        var all = await here.ListAsync("tea");

        Assert.Equal(["ann", "bob", null], all.Select(member => member.User));
        Assert.Equal([null, NodeOf(b), NodeOf(b)], all.Select(member => member.NodeId));
        Assert.Equal((bobs, "glad"), (all[1].SessionId, all[1].GetMetadata(MoodJson.Default.Mood)?.Text));
        Assert.Equal(3, await here.CountAsync("tea"));
        Assert.Equal(1, await here.CountAsync("coffee"));
        Assert.Equal(0, await here.CountAsync("cocoa"));
        Assert.Equal(["ann", "bob"], (await here.ListUsersAsync("tea")).Select(user => user.Name));

        // What is not asked of all is of this one.
        Assert.Equal("ann", Assert.Single(here.List("tea")).User);
        Assert.Equal("ann", Assert.Single(here.ListUsers("tea")).Name);
        Assert.Equal((1, 0), (here.Count("tea"), here.Count("coffee")));
        Assert.Equal(3, await PresenceOf(b).CountAsync("tea"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => here.CountAsync("tea", new CancellationToken(canceled: true)).AsTask());
    }

    [Fact]
    public async Task A_watch_tells_of_all_hosts()
    {
        var (a, b) = (await StartAsync(_backplane), await StartAsync(_backplane));
        await using var ann = await a.ConnectAsync("/present", As("ann"));
        await using var bob = await b.ConnectAsync("/present", As("bob"));
        await using var bobsPhone = await a.ConnectAsync("/present", As("bob"));
        await DoAsync(bob, "join tea");
        await SeeEachOtherAsync(a, b);
        await using var members = PresenceOf(a).WatchAsync("tea").GetAsyncEnumerator();
        await using var users = PresenceOf(a).WatchUsersAsync("tea").GetAsyncEnumerator();
        Assert.Equal("Present bob", await NextAsync(members));
        Assert.Equal("Present bob 1", await NextUserAsync(users));

        await DoAsync(ann, "join tea");
        Assert.Equal("Joined ann", await NextAsync(members));
        Assert.Equal("Joined ann 1", await NextUserAsync(users));
        await DoAsync(bob, "mood tea glad");
        Assert.Equal("Updated bob glad", await NextAsync(members));
        Assert.Equal("Updated bob 1", await NextUserAsync(users));
        await DoAsync(bobsPhone, "join tea");
        Assert.Equal("Joined bob", await NextAsync(members));
        Assert.Equal("Updated bob 2", await NextUserAsync(users));
        await DoAsync(bob, "leave tea");
        Assert.Equal("Left bob glad", await NextAsync(members));
        Assert.Equal("Updated bob 1", await NextUserAsync(users));
        await DoAsync(bobsPhone, "leave tea");
        Assert.Equal("Left bob 1", await NextUserAsync(users));
    }

    [Fact]
    public async Task A_host_that_stops_takes_its_members_with_it_and_one_that_is_cut_off_a_while_later()
    {
        var (a, b, c) = (await StartAsync(_backplane), await StartAsync(_backplane), await StartAsync(_backplane));
        await using var bob = await b.ConnectAsync("/present", As("bob"));
        await using var cid = await c.ConnectAsync("/present", As("cid"));
        await DoAsync(bob, "join tea");
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await DoAsync(cid, "join tea");
        await SeeEachOtherAsync(a, b, c);
        await using var members = PresenceOf(a).WatchAsync("tea").GetAsyncEnumerator();
        Assert.Equal("Present bob", await NextAsync(members));
        Assert.Equal("Present cid", await NextAsync(members));

        await c.StopAsync();
        Assert.Equal("Left cid", await NextAsync(members));

        _backplane.Cut(NodeOf(b));
        var left = NextAsync(members);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(left.IsCompleted);
        await UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(left.IsCompleted);
        });
        Assert.Equal("Left bob", await left);

        _backplane.ComeUp();
        var back = NextAsync(members);
        await UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(back.IsCompleted);
        });
        Assert.Equal("Joined bob", await back);
    }

    [Fact]
    public async Task What_was_lost_is_noticed_by_the_next_change_or_after_a_while()
    {
        var lossy = new LossyBackplane(_backplane, seed: 1);
        var (a, b) = (await StartAsync(lossy), await StartAsync(lossy));
        await using var bob = await b.ConnectAsync("/present", As("bob"));
        await using var cid = await b.ConnectAsync("/present", As("cid"));
        await using var dan = await b.ConnectAsync("/present", As("dan"));
        await DoAsync(bob, "join tea");
        await SeeEachOtherAsync(a, b);
        await using var members = PresenceOf(a).WatchAsync("tea").GetAsyncEnumerator();
        Assert.Equal("Present bob", await NextAsync(members));

        lossy.LossPercent = 100;
        await DoAsync(cid, "join tea");
        await DoAsync(bob, "leave tea");
        await UntilAsync(() => Task.FromResult(lossy.Lost == 2));
        lossy.LossPercent = 0;
        await DoAsync(dan, "join tea");
        Assert.Equal(["Joined cid", "Joined dan", "Left bob"], await NextAsync(members, 3));

        lossy.LossPercent = 100;
        await DoAsync(cid, "leave tea");
        await DoAsync(dan, "leave tea");
        await UntilAsync(() => Task.FromResult(lossy.Lost == 4));
        lossy.LossPercent = 0;
        Assert.Equal(2, await PresenceOf(a).CountAsync("tea"));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["Left cid", "Left dan"], await NextAsync(members, 2));
        Assert.Equal(0, await PresenceOf(a).CountAsync("tea"));
    }

    [Fact]
    public async Task A_list_that_is_larger_than_a_message_comes_in_pages()
    {
        var (a, b) = (await StartAsync(_backplane), await StartAsync(_backplane, options => options.MaxMessageSize = 1024));
        var peers = new List<WebSocketTestPeer>();
        for (var i = 0; i < 50; i++)
        {
            peers.Add(await b.ConnectAsync("/present", As($"user {i}")));
            await DoAsync(peers[i], "join tea");
            await DoAsync(peers[i], $"mood tea {new string('x', 100)}");
        }

        // More than what fits a message is left out of it, and the session is there all the same.
        await DoAsync(peers[0], $"mood tea {new string('x', 1024)}");
        await SeeEachOtherAsync(a, b);

        var all = await PresenceOf(a).ListAsync("tea");

        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"user {i}").Order(), all.Select(member => member.User!).Order());
        Assert.Equal(49, all.Count(member => member.GetMetadata(MoodJson.Default.Mood)?.Text.Length == 100));
        Assert.True(Assert.Single(all, member => member.User == "user 0").Metadata.IsEmpty);
        foreach (var peer in peers)
        {
            await peer.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_group_of_no_interest_is_forgotten_after_a_while()
    {
        var (a, b) = (await StartAsync(_backplane), await StartAsync(_backplane));
        await using var bob = await b.ConnectAsync("/present", As("bob"));
        await DoAsync(bob, "join tea");
        await SeeEachOtherAsync(a, b);
        Assert.Equal(1, await PresenceOf(a).CountAsync("tea"));
        await UntilAsync(() => Task.FromResult(Subscribers() == 2));

        await UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(Subscribers() == 1);
        });

        // And asked for again when it is of interest again.
        var count = PresenceOf(a).CountAsync("tea").AsTask();
        Assert.Equal(1, await count);

        int Subscribers() => _backplane.CountSubscribers(typeof(PresentRoomEndpoint), "tea");
    }

    [Fact]
    public async Task Without_the_backplane_there_is_who_is_here_and_nobody_waits()
    {
        var a = await StartAsync(_backplane);
        await using var ann = await a.ConnectAsync("/present", As("ann"));
        await DoAsync(ann, "join tea");
        _backplane.GoDown();
        await UntilAsync(() => Task.FromResult(ClusterOf(a).State == WebSocketBackplaneState.Disconnected));

        var count = PresenceOf(a).CountAsync("tea");

        Assert.True(count.IsCompleted);
        Assert.Equal(1, await count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_was_lost_all_hosts_know_the_same_in_the_end(int seed)
    {
        var random = new Random(seed);
        var lossy = new LossyBackplane(_backplane, seed);
        WebSocketTestHost[] hosts = [await StartAsync(lossy), await StartAsync(lossy), await StartAsync(lossy)];
        var model = new Dictionary<(string Room, string Member), string>();
        var peers = new List<(WebSocketTestPeer Peer, string Id)>();
        foreach (var host in hosts)
        {
            for (var i = 0; i < 3; i++)
            {
                var peer = await host.ConnectAsync("/present");
                peers.Add((peer, $"{NodeOf(host)} {await DoAsync(peer, "nothing")}"));
            }
        }

        await SeeEachOtherAsync(hosts);
        var seen = hosts.SelectMany(host => Rooms.Select(room => (Host: host, Room: room, Members: Watch(host, room)))).ToArray();
        lossy.LossPercent = 30;
        for (var step = 0; step < 300; step++)
        {
            var (peer, id) = peers[random.Next(peers.Count)];
            var room = Rooms[random.Next(Rooms.Length)];
            var isThere = model.ContainsKey((room, id));
            switch (random.Next(3))
            {
                case 0:
                    await DoAsync(peer, $"join {room}");
                    model.TryAdd((room, id), "");
                    break;
                case 1:
                    await DoAsync(peer, $"leave {room}");
                    model.Remove((room, id));
                    break;
                default:
                    await DoAsync(peer, $"mood {room} {step}");
                    model[(room, id)] = isThere ? $"{step}" : "";
                    if (!isThere)
                    {
                        model.Remove((room, id));
                    }

                    break;
            }
        }

        lossy.LossPercent = 0;
        Assert.True(lossy.Lost > 20, $"{lossy.Lost} messages were lost");
        await UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(seen.All(IsRight));
        });
        foreach (var host in hosts)
        {
            foreach (var room in Rooms)
            {
                var members = await PresenceOf(host).ListAsync(room);
                Assert.Equal(Expected(room), members.Select(member => Describe(host, member)).Order());
            }
        }

        foreach (var (peer, _) in peers)
        {
            await peer.DisposeAsync();
        }

        bool IsRight((WebSocketTestHost Host, string Room, Dictionary<string, string> Members) watch)
        {
            lock (watch.Members)
            {
                return Expected(watch.Room).SequenceEqual(watch.Members.Select(member => $"{member.Key} {member.Value}").Order());
            }
        }

        IEnumerable<string> Expected(string room) =>
            model.Where(pair => pair.Key.Room == room).Select(pair => $"{pair.Key.Member} {pair.Value}").Order();
    }

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await Task.WhenAll(_watches);
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        _ends.Dispose();
    }

    // What a watcher of a room believes, which is what is there if it applies the changes in their order.
    private Dictionary<string, string> Watch(WebSocketTestHost host, string room)
    {
        var members = new Dictionary<string, string>();
        _watches.Add(WatchAsync());
        return members;

        async Task WatchAsync()
        {
            try
            {
                await foreach (var (kind, member) in PresenceOf(host).WatchAsync(room, _ends.Token))
                {
                    lock (members)
                    {
                        var isKnown = members.Remove(IdOf(host, member));
                        if (isKnown != (kind is PresenceChangeKind.Updated or PresenceChangeKind.Left))
                        {
                            members.Add($"{kind}, and known: {isKnown}", "");
                        }

                        if (kind != PresenceChangeKind.Left)
                        {
                            members.Add(IdOf(host, member), MoodOf(member));
                        }
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // The test ends.
            }
        }
    }

    private static string Describe(WebSocketTestHost host, PresentMember member) => $"{IdOf(host, member)} {MoodOf(member)}";

    private static string IdOf(WebSocketTestHost host, PresentMember member) => $"{member.NodeId ?? NodeOf(host)} {member.SessionId}";

    private static string MoodOf(PresentMember member) => member.GetMetadata(MoodJson.Default.Mood)?.Text ?? "";

    private static async Task<string> DoAsync(WebSocketTestPeer peer, string what)
    {
        await peer.SendAsync(what);
        return await peer.ExpectTextAsync();
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<PresenceChange> changes)
    {
        Assert.True(await changes.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60)));
        var (kind, member) = changes.Current;
        return $"{kind} {member.User} {MoodOf(member)}".TrimEnd();
    }

    private static async Task<IEnumerable<string>> NextAsync(IAsyncEnumerator<PresenceChange> changes, int count)
    {
        var next = new List<string>();
        while (next.Count < count)
        {
            next.Add(await NextAsync(changes));
        }

        return next.Order();
    }

    private static async Task<string> NextUserAsync(IAsyncEnumerator<UserPresenceChange> changes)
    {
        Assert.True(await changes.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60)));
        var (kind, user) = changes.Current;
        return $"{kind} {user.Name} {user.Sessions.Count}";
    }

    private static Action<WebSocketTestRequest> As(string user) => request =>
        request.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user)], "test"));

    private static IWebSocketPresence<PresentRoomEndpoint> PresenceOf(WebSocketTestHost host) =>
        host.Services.GetRequiredService<IWebSocketPresence<PresentRoomEndpoint>>();

    private static IWebSocketCluster ClusterOf(WebSocketTestHost host) => host.Services.GetRequiredService<IWebSocketCluster>();

    private static string NodeOf(WebSocketTestHost host) => ClusterOf(host).NodeId;

    // Only hosts that are known are waited for.
    private static Task SeeEachOtherAsync(params WebSocketTestHost[] hosts) =>
        UntilAsync(() => Task.FromResult(hosts.All(host => ClusterOf(host).GetNodes().Count == hosts.Length)));

    private async Task<WebSocketTestHost> StartAsync(IWebSocketBackplane backplane, Action<WebSocketBackplaneOptions>? configure = null)
    {
        var host = WebSocketTestHost.For<PresentRoomEndpoint>(options =>
        {
            options.TimeProvider = _time;
            options.Patience = TimeSpan.FromSeconds(60);
            options.Services.AddWebSocketBackplane(backplane, configure);
        });
        _hosts.Add(host);
        await UntilAsync(() => Task.FromResult(ClusterOf(host).State == WebSocketBackplaneState.Connected));
        return host;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(10, patience.Token);
        }
    }
}
