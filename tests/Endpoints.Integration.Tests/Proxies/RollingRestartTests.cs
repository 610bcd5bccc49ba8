using Xunit.Abstractions;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>
/// Two servers behind a proxy are restarted one after the other, as a deployment does it, while clients send: what was acknowledged is written down,
/// and no session ends with anything but 1001.
/// </summary>
public sealed class RollingRestartTests(ITestOutputHelper output)
{
    private const int Clients = 24;
    private const int Rounds = 2;

    // Asked more often than anybody should, so that the test need not take as long.
    private static readonly (string Shown, string Used)[] AsksForReadiness =
    [
        ("# option httpchk", "option httpchk"),
        ("# http-check send", "http-check send"),
        ("check inter 2s fall 3 rise 2", "check inter 200ms fall 2 rise 2"),
    ];

    [Theory]
    [InlineData(ProxyRoute.Nginx, ProxiedDoorKind.AspNetCore)]
    [InlineData(ProxyRoute.Nginx, ProxiedDoorKind.EventLoop)]
    [InlineData(ProxyRoute.HAProxy, ProxiedDoorKind.AspNetCore)]
    [InlineData(ProxyRoute.HAProxy, ProxiedDoorKind.EventLoop)]
    public async Task No_acknowledged_message_is_lost(ProxyRoute route, ProxiedDoorKind door)
    {
        var folder = Directory.CreateTempSubdirectory("endpoints-restart");
        await using var first = new RestartedServer(door, Path.Combine(folder.FullName, "first"));
        await using var second = new RestartedServer(door, Path.Combine(folder.FullName, "second"));
        try
        {
            await Task.WhenAll(first.StartAsync(), second.StartAsync());
            await using var proxy = await ProxyProcess.StartAsync(
                route.GetProgram(), [first.Address, second.Address], route == ProxyRoute.Nginx ? [] : AsksForReadiness);
            AcknowledgedClient[] clients = [.. Enumerable.Range(0, Clients).Select(i => new AcknowledgedClient(proxy, $"{i}"))];
            Task[] running = [.. clients.Select(client => Task.Run(client.RunAsync))];

            await WhenAllGoOnAsync(clients, running);
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var server in (RestartedServer[])[first, second])
                {
                    await server.RestartAsync();
                    await WhenTakenAsync(route, proxy, server == first ? "app1" : "app2");
                    await WhenAllGoOnAsync(clients, running);
                }
            }

            Array.ForEach(clients, client => client.Stop());
            await Task.WhenAll(running).WaitAsync(ChildProcess.Patience);
            await AssertNothingIsLostAsync(route, clients, first, second);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task AssertNothingIsLostAsync(ProxyRoute route, AcknowledgedClient[] clients, RestartedServer first, RestartedServer second)
    {
        string[] written = [.. await first.ReadJournalAsync(), .. await second.ReadJournalAsync()];
        string[] acknowledged = [.. clients.SelectMany(client => client.Acknowledged)];
        int[] closes = [.. clients.SelectMany(client => client.Closes)];
        string[] failures = [.. clients.SelectMany(client => client.Failures)];
        output.WriteLine(
            $"{acknowledged.Length} messages acknowledged, {written.Length - written.Distinct().Count()} written twice; "
            + $"closes: {Count(closes)}; connecting failed: {Count(failures)}; "
            + $"stops took {string.Join(", ", first.Stops.Concat(second.Stops).Select(stop => $"{stop.TotalSeconds:F1} s"))}.");

        Assert.Empty(acknowledged.Except(written));
        Assert.Equal(acknowledged.Length, acknowledged.Distinct().Count());

        if (route == ProxyRoute.Nginx)
        {
            // It tries the other server for each handshake. HAProxy may take a busy one for dead, as often as it asks here, and then says 503.
            Assert.Empty(failures);
        }

        // Each restart has ended some sessions, and each of them in order.
        Assert.NotEmpty(closes);
        Assert.All(closes, code => Assert.Equal(1001, code));
        Assert.All(clients, client => Assert.NotEmpty(client.Closes));
    }

    private static string Count<T>(IEnumerable<T> values) => string.Join(
        ", ", values.CountBy(value => value!.ToString()!).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value} x {pair.Key}").DefaultIfEmpty("none"));

    /// <summary>HAProxy gives a server no sessions before it has said twice that it is ready; nginx finds out by trying.</summary>
    private static async Task WhenTakenAsync(ProxyRoute route, ProxyProcess proxy, string server)
    {
        if (route == ProxyRoute.Nginx)
        {
            return;
        }

        await UntilAsync(async () =>
        {
            // Name, address, and whether it runs: 2.
            var states = await HAProxyProgram.CommandAsync(proxy.Place, "show servers state endpoints");
            return states.Split('\n').Any(line => line.Split(' ') is [_, _, _, var name, _, "2", ..] && name == server);
        });
    }

    /// <summary>Waits until each client has got some acknowledgments more.</summary>
    private static async Task WhenAllGoOnAsync(AcknowledgedClient[] clients, Task[] running)
    {
        int[] before = [.. clients.Select(client => client.Count)];
        await UntilAsync(async () =>
        {
            foreach (var ended in running.Where(task => task.IsCompleted))
            {
                await ended;
                Assert.Fail("A client has ended before it was told to.");
            }

            return clients.Zip(before).All(pair => pair.First.Count >= pair.Second + 20);
        });
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(ChildProcess.Patience);
        while (!await condition())
        {
            await Task.Delay(50, patience.Token);
        }
    }
}
