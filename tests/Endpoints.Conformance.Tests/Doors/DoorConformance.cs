using System.Collections.Concurrent;
using System.Diagnostics;
using Endpoints.Conformance.Tests.Doors.Cases;

namespace Endpoints.Conformance.Tests.Doors;

/// <summary>
/// All cases of the catalogue through raw bytes, against an echo, on one door. Each door derives from it and adds nothing but itself.
/// Each case has a session of its own; those of one group run next to each other.
/// </summary>
public abstract class DoorConformance(DoorFixture door)
{
    private const int AtOnce = 8;
    private const int ShownFailures = 20;

    /// <summary>Only for tests that would otherwise hang.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static TheoryData<string> GroupIds => [.. CaseCatalog.Groups.Select(group => group.Id)];

    [Theory]
    [MemberData(nameof(GroupIds))]
    public async Task Every_case_of_the_group_passes(string id)
    {
        var group = CaseCatalog.Find(id);
        var failures = new ConcurrentBag<string>();
        await Parallel.ForAsync(0, group.Cases.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
        {
            try
            {
                await RunAsync(group.Cases[i]);
            }
            catch (Exception e)
            {
                failures.Add($"{group.Id}.{i + 1} {group.Cases[i].Title} ({group.Rule}): {e.GetType().Name}: {e.Message}");
            }
        });

        Assert.True(failures.IsEmpty, $"{failures.Count} of {group.Cases.Count} failed.\n{string.Join("\n", failures.Order().Take(ShownFailures))}");
        await UntilNoSessionAsync(() => door.SessionCount);
    }

    internal static async Task UntilAsync(Func<bool> condition)
    {
        var since = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < Patience, "It does not come about.");
            await Task.Yield();
        }
    }

    internal static async Task UntilNoSessionAsync(Func<int> count)
    {
        var since = Stopwatch.GetTimestamp();
        while (count() is > 0 and var left)
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < Patience, $"{left} sessions are left behind.");
            await Task.Yield();
        }
    }

    private async Task RunAsync(ConformanceCase scenario)
    {
        await using var session = await door.OpenAsync(scenario);
        if (session.Extensions != scenario.Agreed)
        {
            throw new CaseFailedException($"'{scenario.Agreed}' was expected to be agreed on, but it was '{session.Extensions}'.");
        }

        using var runner = new CaseRunner(session.Peer, session.Stream, scenario);
        await runner.RunAsync().WaitAsync(2 * Patience);
    }
}
