using Endpoints.TestKit.Processes;

namespace Endpoints.Backplane.Tests;

/// <summary>Several processes with sessions on each, and what is to be said of all of them.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private readonly int _groups;
    private readonly int _users;

    private Fleet(int groups, int users) => (_groups, _users) = (groups, users);

    public List<HostProcess> Hosts { get; } = [];

    public List<Listener> Listeners { get; } = [];

    /// <summary>Starts processes, by their brokers, waits until they know each other, and opens sessions.</summary>
    public static async Task<Fleet> StartAsync(IReadOnlyList<Uri> brokers, int sessionsEach, int groups = 3, int users = 3, params string[] more)
    {
        var fleet = new Fleet(groups, users);
        var exchange = $"test.{Guid.NewGuid():N}";
        for (var i = 0; i < brokers.Count; i++)
        {
            fleet.Hosts.Add(await HostProcess.StartAsync($"{(char)('a' + i)}", brokers[i], exchange, more));
        }

        fleet.Exchange = exchange;
        await fleet.WaitForNodesAsync(0);
        foreach (var host in fleet.Hosts)
        {
            await fleet.OpenAsync(host, sessionsEach);
        }

        await fleet.WaitForSubscriptionsAsync();
        return fleet;
    }

    public string Exchange { get; private set; } = "";

    public Task OpenAsync(HostProcess host, int count) => AddAsync(Listener.OpenAsync(host, count, _groups, _users));

    /// <summary>Waits until each process knows all of them, with so many sessions each.</summary>
    public async Task WaitForNodesAsync(int sessionsEach, params string[] names)
    {
        var expected = string.Join(',', (names.Length > 0 ? names : Hosts.Select(host => host.Name)).Select(name => $"{name}={sessionsEach}"));
        foreach (var host in Hosts.Where(host => names.Length == 0 || names.Contains(host.Name)))
        {
            await HostProcess.WaitAsync($"The nodes as {host.Name} knows them", host.NodesAsync, expected);
        }
    }

    /// <summary>Sends to all groups and users until every session has got something from every process: the broker knows then who wants what.</summary>
    public async Task WaitForSubscriptionsAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(2 * ChildProcess.Patience);
            while (Listeners.Any(listener => Hosts.Any(host => listener.CountOf("probe group", host.Name) == 0 || listener.CountOf("probe user", host.Name) == 0)))
            {
                foreach (var host in Hosts)
                {
                    await host.ProbeAsync(_groups, _users);
                }

                await Task.Delay(500, patience.Token);
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Messages do not reach all sessions.\n{string.Join('\n', Hosts.Select(host => $"{host.Name}: {host.Output}"))}");
        }
    }

    /// <summary>Waits until each of some sessions has so many messages of a stream.</summary>
    public static async Task WaitForAsync(IEnumerable<Listener> listeners, string stream, string sender, int expected)
    {
        foreach (var listener in listeners)
        {
            await HostProcess.WaitAsync(
                $"Messages of '{stream}' from {sender} at session {listener.Number} of {listener.Host.Name}",
                () => Task.FromResult($"{listener.CountOf(stream, sender)}"),
                $"{expected}");
        }
    }

    /// <summary>Waits until each of some sessions has at least so many messages of a stream.</summary>
    public static async Task WaitForSomeAsync(IEnumerable<Listener> listeners, string stream, string sender, int least)
    {
        foreach (var listener in listeners)
        {
            await HostProcess.WaitAsync(
                $"Whether session {listener.Number} of {listener.Host.Name} has {least} messages of '{stream}' from {sender}",
                () => Task.FromResult($"{listener.CountOf(stream, sender) >= least}"),
                "True");
        }
    }

    /// <summary>Every message has come once at most, and those of one sender in order.</summary>
    public void AssertNothingTwiceAndAllInOrder() =>
        Assert.Empty(Listeners.SelectMany(listener => listener.Wrong.Select(wrong => $"{listener.Number} of {listener.Host.Name}: {wrong}")));

    public async ValueTask DisposeAsync()
    {
        await Parallel.ForEachAsync(Listeners, async (listener, _) => await listener.DisposeAsync());
        foreach (var host in Hosts)
        {
            await host.DisposeAsync();
        }
    }

    private async Task AddAsync(Task<Listener[]> listeners) => Listeners.AddRange(await listeners);
}
