using System.Diagnostics;
using Endpoints.Conformance.Tests.Doors.Cases;

namespace Endpoints.Conformance.Tests.Doors;

/// <summary>
/// All cases of the catalogue through raw bytes, against an echo, on one door. Each door derives from it and adds nothing but itself.
/// Each case has a session of its own; those of one group run next to each other.
/// </summary>
public abstract class DoorConformance(DoorFixture door)
{
    public static TheoryData<string> GroupIds => [.. CaseCatalog.Groups.Select(group => group.Id)];

    [Theory]
    [MemberData(nameof(GroupIds))]
    public async Task Every_case_of_the_group_passes(string id)
    {
        await GroupRun.RunAsync(CaseCatalog.Find(id), door.OpenAsync);
        await UntilNoSessionAsync(() => door.SessionCount);
    }

    internal static async Task UntilAsync(Func<bool> condition)
    {
        var since = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < GroupRun.Patience, "It does not come about.");
            await Task.Yield();
        }
    }

    internal static async Task UntilNoSessionAsync(Func<int> count)
    {
        var since = Stopwatch.GetTimestamp();
        while (count() is > 0 and var left)
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < GroupRun.Patience, $"{left} sessions are left behind.");
            await Task.Yield();
        }
    }
}
