using Endpoints.Backplane.Tests.Broker;
using Endpoints.TestKit.Processes;
using Xunit.Abstractions;

namespace Endpoints.Backplane.Tests;

/// <summary>
/// Three processes of an application and a real broker: what reaches whom, and what is lost when a part of it breaks. What is promised is in
/// docs/backplane.md.
/// </summary>
[Collection(BrokerCollection.Name)]
public sealed class RabbitBackplaneTests(RabbitBroker broker, ITestOutputHelper output)
{
    private const string Traffic = "traffic";

    [Fact]
    public async Task Three_processes_with_3000_sessions_lose_nothing_while_nothing_breaks()
    {
        const int Each = 1000;
        const int Groups = 100;
        const int Users = 500;
        await using var fleet = await Fleet.StartAsync([broker.Uri, broker.Uri, broker.Uri], Each, Groups, Users);
        await fleet.WaitForNodesAsync(Each);

        await Task.WhenAll(fleet.Hosts.Select(SendToAllOfThemAsync));
        await Parallel.ForEachAsync(fleet.Hosts, async (host, _) =>
        {
            await Fleet.WaitForAsync(fleet.Listeners, "all", host.Name, 10);
            foreach (var listener in fleet.Listeners)
            {
                await Fleet.WaitForAsync([listener], $"group g{listener.Number % Groups}", host.Name, 5);
                await Fleet.WaitForAsync([listener], $"user u{listener.Number % Users}", host.Name, 2);
            }
        });

        fleet.AssertNothingTwiceAndAllInOrder();
        foreach (var host in fleet.Hosts)
        {
            Assert.Equal(3 * Each, await host.CountAsync(""));
            Assert.Equal(3 * Each / Groups, await host.CountAsync("group=g7"));
            Assert.Equal(3 * Each / Users, await host.CountAsync("user=u7"));
            Assert.Equal(0, await host.CountAsync("group=nobody"));
            Assert.Equal("Healthy", await host.HealthAsync());
        }

        var deliveries = default(Deliveries);
        foreach (var host in fleet.Hosts)
        {
            deliveries += Deliveries.Of(fleet.Listeners, "all", host.Name, 10);
            foreach (var listener in fleet.Listeners)
            {
                deliveries += Deliveries.Of([listener], $"group g{listener.Number % Groups}", host.Name, 5);
                deliveries += Deliveries.Of([listener], $"user u{listener.Number % Users}", host.Name, 2);
            }
        }

        output.WriteLine(deliveries.Row("nothing", "all, between three processes with 1,000 sessions each"));

        async Task SendToAllOfThemAsync(HostProcess host)
        {
            await host.SendAsync("", 0, 10);
            for (var group = 0; group < Groups; group++)
            {
                await host.SendAsync($"group=g{group}", 0, 5);
            }

            for (var user = 0; user < Users; user++)
            {
                await host.SendAsync($"user=u{user}", 0, 2);
            }
        }
    }

    [Fact]
    public async Task A_close_reaches_the_sessions_of_a_user_in_every_process()
    {
        await using var fleet = await Fleet.StartAsync([broker.Uri, broker.Uri], sessionsEach: 6);

        await fleet.Hosts[0].CloseUserAsync("u1");

        var closed = fleet.Listeners.Where(listener => listener.Number % 3 == 1).ToArray();
        Assert.Equal(4, closed.Length);
        await Task.WhenAll(closed.Select(listener => listener.Ended)).WaitAsync(ChildProcess.Patience);
        Assert.All(closed, listener => Assert.Equal(System.Net.WebSockets.WebSocketCloseStatus.PolicyViolation, listener.CloseStatus));
        Assert.DoesNotContain(fleet.Listeners.Except(closed), listener => listener.Ended.IsCompleted);
    }

    [Fact]
    public async Task Confirms_are_waited_for_and_fail_where_there_is_no_broker()
    {
        await using var proxy = new CuttableProxy(broker.Port);
        await using var fleet = await Fleet.StartAsync([RabbitBroker.UriAt(proxy.Port), broker.Uri], sessionsEach: 3, more: "confirms");

        Assert.Equal(200, await fleet.Hosts[0].SendAsync("", 0, 200));
        await Fleet.WaitForAsync(fleet.Listeners, "all", "a", 200);

        proxy.Cut();
        Assert.Equal(0, await fleet.Hosts[0].SendAsync("", 200, 1));
        var own = fleet.Listeners.Where(listener => listener.Host == fleet.Hosts[0]).ToArray();
        await Fleet.WaitForAsync(own, "all", "a", 201);
        fleet.AssertNothingTwiceAndAllInOrder();
        output.WriteLine(Deliveries.Of([.. fleet.Listeners.Except(own)], "all", "a", 200).Row("one process is cut off", "confirmed, to the other process"));
    }

    [Fact]
    public async Task A_process_that_is_killed_takes_nothing_from_the_others()
    {
        await using var fleet = await Fleet.StartAsync([broker.Uri, broker.Uri, broker.Uri], sessionsEach: 30);
        var (a, b, c) = (fleet.Hosts[0], fleet.Hosts[1], fleet.Hosts[2]);
        var staying = fleet.Listeners.Where(listener => listener.Host != c).ToArray();
        foreach (var host in fleet.Hosts)
        {
            await host.StartTrafficAsync();
        }

        await Fleet.WaitForSomeAsync(staying, Traffic, "c", 50);
        await c.KillAsync();
        fleet.Hosts.Remove(c);
        await fleet.WaitForNodesAsync(30, "a", "b");
        var (sentByA, sentByB) = (await a.StopTrafficAsync(), await b.StopTrafficAsync());

        await Fleet.WaitForAsync(staying, Traffic, "a", sentByA);
        await Fleet.WaitForAsync(staying, Traffic, "b", sentByB);
        fleet.AssertNothingTwiceAndAllInOrder();
        output.WriteLine((Deliveries.Of(staying, Traffic, "a", sentByA) + Deliveries.Of(staying, Traffic, "b", sentByB)).Row(
            "`kill -9` of a process", "between the others"));

        // What it had sent comes without a gap, as far as it comes.
        var ofKilled = staying.Select(listener => listener.Of(Traffic, "c")).ToArray();
        Assert.All(ofKilled, received => Assert.Equal(received.Last + 1, received.Count));
        output.WriteLine(Deliveries.Of(staying, Traffic, "c", ofKilled.Max(received => received.Last) + 1).Row(
            "`kill -9` of a process", "of the killed one, up to the last that came to anybody"));

        // A new process takes its place.
        var again = await HostProcess.StartAsync("c", broker.Uri, fleet.Exchange);
        fleet.Hosts.Add(again);
        await fleet.OpenAsync(again, 30);
        fleet.Listeners.RemoveAll(listener => listener.Host == c);
        await fleet.WaitForNodesAsync(30);
        await fleet.WaitForSubscriptionsAsync();
        await again.SendAsync("", 0, 20);
        await Fleet.WaitForAsync(fleet.Listeners, "all", "c", 20);
        fleet.AssertNothingTwiceAndAllInOrder();
        await c.DisposeAsync();
    }

    [Fact]
    public async Task A_process_that_stops_says_so()
    {
        // One that does not say so is counted for an hour here.
        await using var fleet = await Fleet.StartAsync([broker.Uri, broker.Uri], sessionsEach: 1, groups: 1, users: 1, more: "patient");

        Assert.Equal(0, await fleet.Hosts[1].TerminateAsync());

        await HostProcess.WaitAsync("The nodes", fleet.Hosts[0].NodesAsync, "a=1");
    }

    [Fact]
    public async Task A_broker_that_restarts_costs_messages_between_processes_and_nothing_else()
    {
        await using var fleet = await Fleet.StartAsync([broker.Uri, broker.Uri, broker.Uri], sessionsEach: 30);
        foreach (var host in fleet.Hosts)
        {
            await host.StartTrafficAsync();
        }

        foreach (var host in fleet.Hosts)
        {
            await Fleet.WaitForSomeAsync(fleet.Listeners, Traffic, host.Name, 50);
        }

        await broker.StopAsync();
        foreach (var host in fleet.Hosts)
        {
            await HostProcess.WaitAsync($"The health of {host.Name}", host.HealthAsync, "Degraded");
        }

        await broker.StartAsync();
        foreach (var host in fleet.Hosts)
        {
            await HostProcess.WaitAsync($"The health of {host.Name}", host.HealthAsync, "Healthy");
        }

        await fleet.WaitForNodesAsync(30);
        var sent = await StopTrafficAsync(fleet);

        // Whoever has what is sent now has had all that comes of what was sent before.
        await AssertAllReachAllAsync(fleet);
        var (near, far) = (default(Deliveries), default(Deliveries));
        foreach (var (host, count) in sent)
        {
            var own = fleet.Listeners.Where(listener => listener.Host == host).ToArray();
            var others = fleet.Listeners.Except(own).ToArray();
            Assert.All(own, listener => Assert.Equal(count, listener.CountOf(Traffic, host.Name)));
            Assert.All(others, listener => AssertOneGap(listener.Of(Traffic, host.Name), count));
            near += Deliveries.Of(own, Traffic, host.Name, count);
            far += Deliveries.Of(others, Traffic, host.Name, count);
        }

        output.WriteLine(near.Row("the broker is killed, and started again", "to sessions of the same process"));
        output.WriteLine(far.Row("the broker is killed, and started again", "to sessions of other processes"));
    }

    [Fact]
    public async Task A_process_that_is_cut_off_goes_on_alone_and_comes_back()
    {
        await using var proxy = new CuttableProxy(broker.Port);
        await using var fleet = await Fleet.StartAsync([broker.Uri, broker.Uri, RabbitBroker.UriAt(proxy.Port)], sessionsEach: 30);
        var c = fleet.Hosts[2];
        foreach (var host in fleet.Hosts)
        {
            await host.StartTrafficAsync();
        }

        foreach (var host in fleet.Hosts)
        {
            await Fleet.WaitForSomeAsync(fleet.Listeners, Traffic, host.Name, 50);
        }

        proxy.Cut();
        await HostProcess.WaitAsync("The health of c", c.HealthAsync, "Degraded");
        await fleet.WaitForNodesAsync(30, "a", "b");
        await fleet.WaitForNodesAsync(30, "c");

        proxy.Mend();
        await HostProcess.WaitAsync("The health of c", c.HealthAsync, "Healthy");
        await fleet.WaitForNodesAsync(30);
        var sent = await StopTrafficAsync(fleet);
        await AssertAllReachAllAsync(fleet);
        var (near, far) = (default(Deliveries), default(Deliveries));
        foreach (var (host, count) in sent)
        {
            // Nobody but c, and nobody for c, has lost anything.
            var here = fleet.Listeners.Where(listener => listener.Host == host || (host != c && listener.Host != c)).ToArray();
            var beyond = fleet.Listeners.Except(here).ToArray();
            Assert.All(here, listener => Assert.Equal(count, listener.CountOf(Traffic, host.Name)));
            Assert.All(beyond, listener => AssertOneGap(listener.Of(Traffic, host.Name), count));
            near += Deliveries.Of(here, Traffic, host.Name, count);
            far += Deliveries.Of(beyond, Traffic, host.Name, count);
        }

        output.WriteLine(near.Row("one process is cut off without a word, and comes back", "on either side of the cut"));
        output.WriteLine(far.Row("one process is cut off without a word, and comes back", "across it"));
    }

    /// <summary>Nothing is missing but what was sent while there was no way to go.</summary>
    private static void AssertOneGap(Listener.Received received, int sent)
    {
        Assert.InRange(received.Count, 50, sent - 1);
        Assert.Equal((sent - 1, 1), (received.Last, received.Gaps));
    }

    /// <summary>How many messages each process has sent.</summary>
    private static async Task<Dictionary<HostProcess, int>> StopTrafficAsync(Fleet fleet)
    {
        var sent = new Dictionary<HostProcess, int>();
        foreach (var host in fleet.Hosts)
        {
            sent[host] = await host.StopTrafficAsync();
        }

        return sent;
    }

    private static async Task AssertAllReachAllAsync(Fleet fleet)
    {
        await fleet.WaitForSubscriptionsAsync();
        foreach (var host in fleet.Hosts)
        {
            await host.SendAsync("", 0, 100);
            await host.SendAsync("group=g1", 0, 100);
        }

        foreach (var host in fleet.Hosts)
        {
            await Fleet.WaitForAsync(fleet.Listeners, "all", host.Name, 100);
            await Fleet.WaitForAsync(fleet.Listeners.Where(listener => listener.Number % 3 == 1), "group g1", host.Name, 100);
        }

        fleet.AssertNothingTwiceAndAllInOrder();
    }
}
