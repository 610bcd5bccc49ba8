using System.Globalization;
using Endpoints.Backplanes;
using Endpoints.Postgres.Tests.Cluster;
using Endpoints.Postgres.Tests.Server;

namespace Endpoints.Postgres.Tests;

/// <summary>Hosts whose database goes away and comes back: what stays, what is lost, and that nothing comes twice or late.</summary>
[Collection(ServerCollection.Name)]
public sealed class OutageTests(PostgresServer server) : IAsyncLifetime
{
    private readonly string _prefix = server.NewPrefix();
    private readonly List<IAsyncDisposable> _open = [];
    private ClusterHost _sender = null!;
    private ClusterHost _other = null!;
    private Peer _here = null!;
    private Peer _there = null!;

    public async Task InitializeAsync()
    {
        _sender = await ClusterHost.StartAsync("a", server.ConnectionString, _prefix);
        _other = await ClusterHost.StartAsync("b", server.ConnectionString, _prefix);
        _here = await Peer.OpenAsync(_sender, "tea");
        _there = await Peer.OpenAsync(_other, "tea");
        _open.AddRange([_here, _there, _sender, _other]);
        await _there.WaitForRouteAsync(_sender.Sessions.Group("tea"));
    }

    public async Task DisposeAsync()
    {
        foreach (var open in _open)
        {
            await open.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_server_that_restarts_in_the_middle_of_traffic_costs_what_is_sent_meanwhile_and_no_more()
    {
        var tea = _sender.Sessions.Group("tea");
        using var ends = new CancellationTokenSource();
        var sent = 0;
        var traffic = Task.Run(async () =>
        {
            while (!ends.IsCancellationRequested)
            {
                tea.SendText($"{sent++}");
                await Task.Delay(2);
            }
        });
        await _there.WaitForTextsAsync(50);

        await server.StopAsync();
        await _sender.WaitAsync(WebSocketBackplaneState.Disconnected);
        await _other.WaitAsync(WebSocketBackplaneState.Disconnected);
        var (withoutServer, cameBefore) = (_here.Texts.Count, _there.Texts.Count);
        await _here.WaitForTextsAsync(withoutServer + 50);
        Assert.Equal(cameBefore, _there.Texts.Count);

        await server.StartAsync();
        await _sender.WaitAsync(WebSocketBackplaneState.Connected);
        await _other.WaitAsync(WebSocketBackplaneState.Connected);
        await _there.WaitForRouteAsync(tea);
        var whole = Volatile.Read(ref sent);
        await _there.WaitForTextsAsync(_there.Texts.Count + 50);
        await ends.CancelAsync();
        await traffic;
        await _there.WaitForRouteAsync(tea);

        // Here: all of them. There: in order, none twice, all from the time before and after, and none of those 50 that had nowhere to go.
        await _here.WaitForTextsAsync(sent);
        Assert.Equal(Enumerable.Range(0, sent), Numbers(_here));
        var came = Numbers(_there);
        Assert.Equal(came.Distinct().Order(), came);
        Assert.Equal(Enumerable.Range(0, 50), came.Take(50));
        Assert.Equal(Enumerable.Range(whole, sent - whole), came.Where(number => number >= whole));
        Assert.InRange(sent - came.Length, 50, whole - 50);
        Assert.True(_sender.Dropped("disconnected") >= 50);
    }

    [Fact]
    public async Task Sessions_of_the_server_that_are_terminated_are_made_anew()
    {
        var tea = _sender.Sessions.Group("tea");
        tea.SendText("before");
        await _there.WaitForTextsAsync(1);

        await server.AskAsync<long>($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE '{_prefix} %'");

        // Each has lost its listener, so each has to have connected once more.
        await Eventually.IsAsync(() => _sender.Connects >= 2 && _other.Connects >= 2, () => $"{_sender.Connects} and {_other.Connects} connections");
        await _there.WaitForRouteAsync(tea);
        tea.SendText("after");
        await _there.WaitForTextsAsync(2);
        Assert.Equal(["before", "after"], _there.Texts);
    }

    [Fact]
    public async Task A_host_that_cannot_reach_the_server_serves_alone_and_joins_when_it_can()
    {
        await server.StopAsync();
        await _sender.WaitAsync(WebSocketBackplaneState.Disconnected);
        var tea = _sender.Sessions.Group("tea");

        Assert.Equal(1, tea.SendText("alone"));
        await _here.WaitForTextsAsync(1);
        Assert.Equal(1, await _sender.Sessions.Group("tea").CountAsync());

        await server.StartAsync();
        await _other.WaitAsync(WebSocketBackplaneState.Connected);
        await _sender.WaitAsync(WebSocketBackplaneState.Connected);
        await _there.WaitForRouteAsync(tea);
        tea.SendText("together");
        await _there.WaitForTextsAsync(1);
        Assert.Equal(["together"], _there.Texts);
        Assert.Equal(["alone", "together"], _here.Texts);
    }

    private static int[] Numbers(Peer peer) => [.. peer.Texts.Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
}
