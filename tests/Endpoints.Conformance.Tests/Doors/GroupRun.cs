using System.Collections.Concurrent;

namespace Endpoints.Conformance.Tests.Doors;

/// <summary>Runs cases of a group, each on a session of its own, some next to each other, and tells all that fail at once.</summary>
internal static class GroupRun
{
    private const int AtOnce = 8;
    private const int ShownFailures = 20;

    /// <summary>Only for tests that would otherwise hang.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs all cases.</summary>
    public static async Task RunAsync(CaseGroup group, Func<ConformanceCase, Task<OpenedSession>> open)
    {
        var failures = new ConcurrentBag<string>();
        await Parallel.ForAsync(0, group.Cases.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
        {
            try
            {
                await RunAsync(group.Cases[i], open);
            }
            catch (Exception e)
            {
                failures.Add($"{group.Id}.{i + 1} {group.Cases[i].Title} ({group.Rule}): {e.GetType().Name}: {e.Message}");
            }
        });

        Assert.True(failures.IsEmpty, $"{failures.Count} of {group.Cases.Count} failed.\n{string.Join("\n", failures.Order().Take(ShownFailures))}");
    }

    private static async Task RunAsync(ConformanceCase scenario, Func<ConformanceCase, Task<OpenedSession>> open)
    {
        await using var session = await open(scenario);
        if (session.Extensions != scenario.Agreed)
        {
            throw new CaseFailedException($"'{scenario.Agreed}' was expected to be agreed on, but it was '{session.Extensions}'.");
        }

        using var runner = new CaseRunner(session.Peer, session.Stream, scenario);
        await runner.RunAsync().WaitAsync(2 * Patience);
    }
}
