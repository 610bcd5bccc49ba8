using System.Text;
using Endpoints.Backplanes;
using Endpoints.Postgres.Tests.Cluster;
using Endpoints.Postgres.Tests.Server;

namespace Endpoints.Postgres.Tests;

/// <summary>Three hosts over one database: who gets what, and how often.</summary>
[Collection(ServerCollection.Name)]
public sealed class DeliveryTests(PostgresServer server) : IAsyncLifetime
{
    private readonly string _prefix = server.NewPrefix();
    private readonly List<ClusterHost> _hosts = [];
    private readonly List<Peer> _peers = [];

    public async Task InitializeAsync()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            _hosts.Add(await ClusterHost.StartAsync(
                name, server.ConnectionString, _prefix, configureBackplane: backplane => backplane.MaxQueuedMessages = 20_000));
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var peer in _peers)
        {
            await peer.DisposeAsync();
        }

        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task All_a_group_and_a_user_are_reached_in_every_host_and_nobody_else()
    {
        // On each host: one in tea, who is Ada; one in tea; one in coffee, who is Ada.
        foreach (var host in _hosts)
        {
            await OpenAsync(host, "tea", "ada");
            await OpenAsync(host, "tea");
            await OpenAsync(host, "coffee", "ada");
        }

        var sender = _hosts[0].Sessions;
        foreach (var peer in _peers)
        {
            await peer.WaitForRouteAsync(sender.All);
        }

        foreach (var number in new[] { 0, 3, 6 })
        {
            await _peers[number].WaitForRouteAsync(sender.Group("tea"));
            await _peers[number + 2].WaitForRouteAsync(sender.Group("coffee"));
            await _peers[number].WaitForRouteAsync(sender.User("ada"));
        }

        Assert.Equal(3, sender.All.SendText("to all"));
        Assert.Equal(2, sender.Group("tea").SendText("to tea"));
        Assert.Equal(2, sender.User("ada").SendText("to ada"));
        sender.All.Local().SendText("to here");
        sender.All.SendText("end");

        // 9 sessions get "to all" and "end"; 6 are in tea, 6 are Ada's, 3 are here.
        string[][] expected =
        [
            ["to all", "to tea", "to ada", "end"],
            ["to all", "to tea", "end"],
            ["to all", "to ada", "end"],
        ];
        for (var i = 0; i < _peers.Count; i++)
        {
            string[] texts = i < 3 ? [.. expected[i][..^1], "to here", "end"] : expected[i % 3];
            await _peers[i].WaitForTextsAsync(texts.Length);
            Assert.Equal(texts, _peers[i].Texts);
        }
    }

    [Fact]
    public async Task Sessions_of_all_hosts_are_counted()
    {
        await OpenAsync(_hosts[0], "tea");
        await OpenAsync(_hosts[1], "tea", "ada");
        await OpenAsync(_hosts[2], "coffee", "ada");

        var sessions = _hosts[2].Sessions;
        await Eventually.IsAsync(async () => await sessions.All.CountAsync() == 3, () => "not all are counted");
        await Eventually.IsAsync(async () => await sessions.Group("tea").CountAsync() == 2, () => "not all of tea are counted");
        await Eventually.IsAsync(async () => await sessions.User("ada").CountAsync() == 2, () => "not all of Ada's are counted");
        foreach (var host in _hosts)
        {
            await Eventually.IsAsync(
                () => host.Cluster.GetNodes().Select(node => $"{node.Name}={node.SessionCount}").Order().SequenceEqual(["a=1", "b=1", "c=1"]),
                () => $"{host.Name} knows {host.Cluster.GetNodes().Count} hosts");
        }
    }

    [Fact]
    public async Task Text_and_binary_with_any_content_arrive_as_they_were_sent()
    {
        var peer = await OpenAsync(_hosts[1], "tea");
        var tea = _hosts[0].Sessions.Group("tea");
        await peer.WaitForRouteAsync(tea);
        string[] texts = ["", "\0", "'; DROP TABLE x; --", "\\x00 \\' $1 %s", "grün 茶 🍵 \ufeff\u2028", new string('\u007f', 300)];
        var bytes = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray();

        foreach (var text in texts)
        {
            tea.SendText(text);
        }

        tea.SendBinary(bytes);
        tea.SendBinary([]);

        await peer.WaitForTextsAsync(texts.Length);
        await peer.WaitForBinariesAsync(2);
        Assert.Equal(texts, peer.Texts);
        Assert.Equal([bytes, []], peer.Binaries);
    }

    [Fact]
    public async Task A_message_at_the_limit_goes_to_other_hosts_and_a_longer_one_is_counted()
    {
        var (here, there) = (await OpenAsync(_hosts[0], "tea"), await OpenAsync(_hosts[1], "tea"));
        var tea = _hosts[0].Sessions.Group("tea");
        await there.WaitForRouteAsync(tea);
        var largest = NotifyPayload.MaxMessageSize(16) - ClusterHost.OverheadOf("tea");
        var fits = Bytes(largest);

        Assert.Equal(1, tea.SendBinary(Bytes(largest + 1)));
        Assert.Equal(1, tea.SendBinary(fits));

        await there.WaitForBinariesAsync(1);
        await here.WaitForBinariesAsync(2);
        Assert.Equal([fits], there.Binaries);
        Assert.Equal(1, _hosts[0].Dropped("too_large"));
    }

    [Fact]
    public async Task Ten_thousand_groups_are_reached_once_each()
    {
        const int groups = 10_000;
        const int sessions = 20;
        for (var i = 0; i < sessions; i++)
        {
            var peer = await OpenAsync(_hosts[1], "tea");
            await peer.JoinManyAsync(i * (groups / sessions), groups / sessions);
        }

        // Subscriptions are made beside the path of messages: after some rounds all of them are there.
        var round = 0;
        do
        {
            await SendRoundAsync(++round, groups);
        }
        while (!_peers.All(peer => CountOf(peer, round) == groups / sessions));

        await SendRoundAsync(++round, groups);

        for (var i = 0; i < sessions; i++)
        {
            Assert.Equal(
                Enumerable.Range(i * (groups / sessions), groups / sessions).Select(number => $"{round} to {number}"),
                _peers[i].Texts.Where(text => text.StartsWith($"{round} to", StringComparison.Ordinal)));
        }

        static int CountOf(Peer peer, int round) => peer.Texts.Count(text => text.StartsWith($"{round} to", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_threads_of_three_hosts_send_and_every_session_gets_all_of_it_once()
    {
        const int senders = 4;
        const int each = 500;
        foreach (var host in _hosts)
        {
            await OpenAsync(host, "tea");
            await OpenAsync(host, "tea");
        }

        foreach (var host in _hosts)
        {
            foreach (var peer in _peers)
            {
                await peer.WaitForRouteAsync(host.Sessions.Group("tea"));
            }
        }

        await Task.WhenAll(_hosts.SelectMany(host => Enumerable.Range(0, senders).Select(sender => Task.Run(() =>
        {
            for (var number = 0; number < each; number++)
            {
                host.Sessions.Group("tea").SendText($"{host.Name}{sender} {number}");
            }
        }))));

        // 12 senders of 500 messages, 6 sessions: 36,000 deliveries, none lost, none twice.
        foreach (var peer in _peers)
        {
            await peer.WaitForTextsAsync(_hosts.Count * senders * each);
            Assert.Equal(_hosts.Count * senders * each, peer.Texts.Count);
            foreach (var stream in peer.Texts.Select(text => text.Split(' ')).GroupBy(words => words[0]))
            {
                Assert.Equal(Enumerable.Range(0, each).Select(number => $"{number}"), stream.Select(words => words[1]));
            }
        }

        Assert.All(_hosts, host => Assert.Equal(0, host.Dropped("duplicate") + host.Dropped("queue_full") + host.Dropped("unreadable")));
    }

    [Fact]
    public async Task A_confirm_is_the_commit()
    {
        await using var confirming = await ClusterHost.StartAsync(
            "d", server.ConnectionString, _prefix, configureBackplane: backplane => backplane.WaitForConfirms = true);
        var peer = await OpenAsync(_hosts[1], "tea");
        await peer.WaitForRouteAsync(confirming.Sessions.Group("tea"));

        for (var number = 0; number < 20; number++)
        {
            await confirming.Sessions.Group("tea").SendTextAsync(Encoding.UTF8.GetBytes($"{number}"));
        }

        await peer.WaitForTextsAsync(20);
        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"{number}"), peer.Texts);
        var tooLarge = new byte[NotifyPayload.MaxMessageSize(16)];
        await Assert.ThrowsAsync<WebSocketBackplaneException>(async () => await confirming.Sessions.Group("tea").SendBinaryAsync(tooLarge));
    }

    // One thread's messages stay in order: when the last one is there, so is everything that comes at all.
    private async Task SendRoundAsync(int round, int groups)
    {
        for (var number = 0; number < groups; number++)
        {
            _hosts[0].Sessions.Group($"many {number}").SendText($"{round} to {number}");
        }

        _hosts[0].Sessions.All.SendText($"{round} end");
        foreach (var peer in _peers)
        {
            await Eventually.IsAsync(
                () => peer.Texts.Contains($"{round} end"),
                () => $"round {round} has not ended for session {_peers.IndexOf(peer)}; {string.Join("; ", _hosts.Select(host => host.Describe()))}");
        }
    }

    private async Task<Peer> OpenAsync(ClusterHost host, string group, string? user = null)
    {
        var peer = await Peer.OpenAsync(host, group, user);
        _peers.Add(peer);
        return peer;
    }

    private static byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }
}
