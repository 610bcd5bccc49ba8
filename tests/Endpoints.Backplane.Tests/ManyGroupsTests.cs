using System.Diagnostics;
using System.Globalization;
using Endpoints.Backplane.Tests.Broker;
using Endpoints.TestKit.Processes;
using Xunit.Abstractions;

namespace Endpoints.Backplane.Tests;

/// <summary>
/// Two processes and a real broker: one with more groups than it subscribes to one by one, which goes over to buckets, and one with few, which does not.
/// </summary>
[Collection(BrokerCollection.Name)]
public sealed class ManyGroupsTests(RabbitBroker broker, ITestOutputHelper output)
{
    private const int Groups = 100_000;
    private const int Buckets = 4096;

    // Below and, with the others, far beyond MaxExactTopics.
    private const int FirstGroups = 1_500;
    private const int FewGroups = 500;

    // A session is in 1,024 groups at most.
    private const int Sessions = 100;

    // What a process has besides: the group and the user that its sessions begin with, the endpoint, itself, and all processes.
    private const int OwnTopics = 5;

    // Groups of which it is looked whether messages reach them, evenly spread over all.
    private const int Sample = 300;
    private const int SampleStep = Groups / Sample;
    private const int FewSample = 100;
    private const int FewSampleStep = FewGroups / FewSample;

    [Fact]
    public async Task A_hundred_thousand_groups_become_buckets_and_each_message_still_comes_once_and_to_whom_it_is_for()
    {
        await using var fleet = await Fleet.StartAsync([broker.Uri, broker.Uri], sessionsEach: 1, groups: 1, users: 1);
        var (few, many) = (fleet.Hosts[0], fleet.Hosts[1]);
        await fleet.OpenAsync(many, Sessions - 1);

        // One by one, as long as they are not too many.
        await few.JoinAsync("few", 0, FewGroups);
        await many.JoinAsync("many", 0, FirstGroups);
        await WaitForBindingsAsync(fleet, few, exact: FewGroups + OwnTopics, buckets: 0);
        await WaitForBindingsAsync(fleet, many, exact: FirstGroups + OwnTopics, buckets: 0);

        // By bucket, when they are; what is sent meanwhile is not lost.
        await few.StartTrafficAsync("group=many7");
        await HostProcess.WaitAsync("Whether messages come before the change", () => Task.FromResult($"{CountAt(fleet, many, "traffic", "a") > 0}"), "True");
        var (took, bytes) = await many.JoinAsync("many", FirstGroups, Groups - FirstGroups);
        var began = Stopwatch.GetTimestamp();
        await WaitUntilReachedAsync(fleet, few, many);
        var reached = Stopwatch.GetElapsedTime(began);
        await WaitForBindingsAsync(fleet, many, exact: 0, buckets: Buckets);
        var bound = Stopwatch.GetElapsedTime(began);
        await WaitForBindingsAsync(fleet, few, exact: FewGroups + OwnTopics, buckets: 0);
        var sent = await few.StopTrafficAsync();
        await HostProcess.WaitAsync("Messages while it changes", () => Task.FromResult($"{CountAt(fleet, many, "traffic", "a")}"), $"{sent}");

        // To groups that the other one has, that only this one has, and that nobody has. The last message says that all of them have come.
        await few.SendToEachAsync("each", "many", Sample, SampleStep);
        await few.SendToEachAsync("each", "few", FewSample, FewSampleStep);
        await few.SendToEachAsync("each", "nobody", FewSample, 1);
        await few.SendAsync("", 0, 1);
        await many.SendToEachAsync("each", "few", FewSample, FewSampleStep);
        await many.SendAsync("", 0, 1);
        await Fleet.WaitForAsync(fleet.Listeners, "all", few.Name, 1);
        await Fleet.WaitForAsync(fleet.Listeners, "all", many.Name, 1);
        for (var i = 0; i < Sample; i++)
        {
            Assert.Equal((0, 1), CountsOf($"each many{i * SampleStep}", few));
        }

        for (var i = 0; i < FewSample; i++)
        {
            Assert.Equal((1, 0), CountsOf($"each few{i * FewSampleStep}", few));
            Assert.Equal((1, 0), CountsOf($"each few{i * FewSampleStep}", many));
            Assert.Equal((0, 0), CountsOf($"each nobody{i}", few));
        }

        fleet.AssertNothingTwiceAndAllInOrder();
        Assert.Equal(1, await few.CountAsync("group=many99999"));

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Groups - FirstGroups:N0} more groups joined in {took.TotalMilliseconds:N0} ms, {bytes / (Groups - FirstGroups)} bytes each. "
            + $"{reached.TotalMilliseconds:N0} ms later messages reached {Sample} of all groups; within {bound.TotalMilliseconds:N0} ms the broker had {Buckets:N0} bindings "
            + $"instead of {FirstGroups + OwnTopics:N0}. {sent:N0} messages to one group were sent meanwhile, and all came."));

        (int, int) CountsOf(string stream, HostProcess sender) => (CountAt(fleet, few, stream, sender.Name), CountAt(fleet, many, stream, sender.Name));
    }

    /// <summary>How many messages of a stream have come to all sessions of a process.</summary>
    private static int CountAt(Fleet fleet, HostProcess host, string stream, string sender) =>
        fleet.Listeners.Where(listener => listener.Host == host).Sum(listener => listener.CountOf(stream, sender));

    private async Task WaitForBindingsAsync(Fleet fleet, HostProcess host, int exact, int buckets)
    {
        var queue = $"{fleet.Exchange}.{await host.NodeIdAsync()}";
        await HostProcess.WaitAsync($"The bindings of {host.Name}", AskAsync, $"{exact} groups, {buckets} buckets");

        async Task<string> AskAsync()
        {
            var keys = await broker.ListBindingsAsync(fleet.Exchange, queue);
            var whole = keys.Count(key => key.EndsWith(".*", StringComparison.Ordinal));
            return $"{keys.Count - whole} groups, {whole} buckets";
        }
    }

    private static async Task WaitUntilReachedAsync(Fleet fleet, HostProcess from, HostProcess to)
    {
        using var patience = new CancellationTokenSource(ChildProcess.Patience);
        var left = Enumerable.Range(0, Sample).Select(i => $"probe many{i * SampleStep}").ToList();
        while (left.Count > 0)
        {
            await from.SendToEachAsync("probe", "many", Sample, SampleStep);
            await Task.Delay(50, patience.Token);
            left.RemoveAll(stream => CountAt(fleet, to, stream, from.Name) > 0);
        }
    }
}
