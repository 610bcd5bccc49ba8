using System.Diagnostics;

namespace Endpoints.Backplane.Host;

/// <summary>Has sessions join groups by themselves, for there are more groups than sessions.</summary>
internal static class Memberships
{
    /// <summary>The sessions of this process join so many groups, each of them one, in turns.</summary>
    /// <param name="sessions">The sessions.</param>
    /// <param name="prefix">What the groups are called, before their number.</param>
    /// <param name="from">The first number.</param>
    /// <param name="count">How many.</param>
    /// <returns>Microseconds that it took, and bytes that the live objects of the process have grown by, with a space between.</returns>
    public static string Join(IWebSocketSessions<FeedEndpoint> sessions, string prefix, int from, int count)
    {
        var members = sessions.All.ToList();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var began = Stopwatch.GetTimestamp();
        for (var number = from; number < from + count; number++)
        {
            members[number % members.Count].Join($"{prefix}{number}");
        }

        var took = Stopwatch.GetElapsedTime(began);
        return $"{(long)took.TotalMicroseconds} {GC.GetTotalMemory(forceFullCollection: true) - before}";
    }
}
