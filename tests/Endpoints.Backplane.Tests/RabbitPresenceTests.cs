using Endpoints.Backplane.Tests.Broker;
using Xunit.Abstractions;

namespace Endpoints.Backplane.Tests;

/// <summary>Three processes of an application and a real broker: who is thought to be in a group, and by whom, when a part of it breaks.</summary>
[Collection(BrokerCollection.Name)]
public sealed class RabbitPresenceTests(RabbitBroker broker, ITestOutputHelper output)
{
    // A third of them are in the group that is watched, each with the same user, for g1 and u1 are the same sessions.
    private const int Each = 30;

    [Fact]
    public async Task All_processes_know_who_is_there_whatever_breaks()
    {
        await using var proxy = new CuttableProxy(broker.Port);
        await using var fleet = await Fleet.StartAsync([broker.Uri, broker.Uri, RabbitBroker.UriAt(proxy.Port)], Each);
        var (a, b, c) = (fleet.Hosts[0], fleet.Hosts[1], fleet.Hosts[2]);
        await AllKnowAsync(fleet.Hosts, 3 * Each / 3);

        // Some leave, and some come.
        foreach (var listener in fleet.Listeners.Where(listener => listener.Number % 3 == 1 && listener.Number < 15).ToArray())
        {
            await listener.DisposeAsync();
            fleet.Listeners.Remove(listener);
        }

        await AllKnowAsync(fleet.Hosts, (3 * Each / 3) - (3 * 5));
        await fleet.OpenAsync(a, 15);
        await AllKnowAsync(fleet.Hosts, (3 * Each / 3) - (3 * 5) + 5);

        // Beyond a cut, each side knows itself.
        proxy.Cut();
        await AllKnowAsync([a, b], (5 + 5) + 5);
        await AllKnowAsync([c], 5);
        proxy.Mend();
        await AllKnowAsync(fleet.Hosts, 20);

        await broker.StopAsync();
        await AllKnowAsync([a], 10);
        await AllKnowAsync([b, c], 5);
        await broker.StartAsync();
        await AllKnowAsync(fleet.Hosts, 20);

        await c.KillAsync();
        fleet.Hosts.Remove(c);
        fleet.Listeners.RemoveAll(listener => listener.Host == c);
        await AllKnowAsync([a, b], 15);
        await c.DisposeAsync();

        Assert.Equal(0, await b.TerminateAsync());
        fleet.Listeners.RemoveAll(listener => listener.Host == b);
        await AllKnowAsync([a], 10);
        output.WriteLine("Lists and watches of all processes agreed after sessions came and went, a cut, a broker that restarted, a kill -9 and a stop.");
    }

    private static async Task AllKnowAsync(IEnumerable<HostProcess> hosts, int count)
    {
        var expected = string.Join(',', Enumerable.Repeat("u1", count));
        foreach (var host in hosts)
        {
            await HostProcess.WaitAsync($"Who is present, asked of {host.Name},", host.PresentAsync, expected);
            await HostProcess.WaitAsync($"Who is present, as {host.Name} was told,", host.WatchedAsync, expected);
        }
    }
}
