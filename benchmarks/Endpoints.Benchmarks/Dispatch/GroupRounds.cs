using System.Diagnostics;
using System.Globalization;
using Endpoints.Connections;
using Endpoints.Connections.Groups;
using Endpoints.Connections.Memory;
using Endpoints.Options;
using Endpoints.TestKit.Connections;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Benchmarks;

/// <summary>
/// Many small groups and one large one: what a membership holds, and what joining, sending and leaving cost in user space. What is sent is framed, queued and
/// taken by a transport that throws it away.
/// </summary>
internal static class GroupRounds
{
    private const int Memberships = 300_000;
    private const int Rounds = 5;

    private static readonly byte[] Message = "twenty bytes of text"u8.ToArray();

    public static void Run()
    {
        Console.WriteLine($"{Memberships} memberships; the least of {Rounds} rounds");
        Measure("100,000 groups of 3, of 1,000 sessions", sessions: 1_000, groups: 100_000, sends: 100_000);
        Measure("1 group of 10,000 sessions", sessions: 10_000, groups: 1, sends: 200);
        Measure("1 group of 100,000 sessions", sessions: 100_000, groups: 1, sends: 20);
    }

    private static void Measure(string what, int sessions, int groups, int sends)
    {
        var limits = ConnectionLimits.Resolve(new WebSocketEndpointOptions(), null);
        var shared = new EndpointSessions(limits, new HostSessions().Add(), CoarseClock.Instance, NullLogger.Instance, new MemoryBudget(null), null);
        var audience = new SessionAudience(shared);
        var names = Enumerable.Range(0, groups).Select(group => string.Create(CultureInfo.InvariantCulture, $"group {group}")).ToArray();
        var open = Enumerable.Range(0, sessions).Select(_ => Open(shared)).ToArray();
        var each = Math.Min(Memberships, Math.Max(sessions, groups * 3));
        var (joined, sent, left, held) = (double.MaxValue, double.MaxValue, double.MaxValue, 0L);
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            joined = Math.Min(joined, Time(() => Each(static (session, name) => session.Join(name)), each));
            held = Math.Max(held, GC.GetTotalMemory(forceFullCollection: true) - before);
            sent = Math.Min(sent, Time(() => Send(audience, names, sends), sends * (each / groups)));
            left = Math.Min(left, Time(() => Each(static (session, name) => session.Leave(name)), each));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {(double)held / each:F0} bytes a membership; ns to join {joined:F0}, to send to a member {sent:F0}, to leave {left:F0}"));

        // Of a group the members are sessions that lie apart.
        void Each(Action<WebSocketConnection, string> act)
        {
            for (var i = 0; i < each; i++)
            {
                act(open[i % sessions], names[i / Math.Max(1, each / groups)]);
            }
        }
    }

    private static void Send(SessionAudience audience, string[] names, int sends)
    {
        for (var i = 0; i < sends; i++)
        {
            new WebSocketAudience(audience, AudienceKind.Group, names[i % names.Length]).SendText(Message);
        }
    }

    private static WebSocketConnection Open(EndpointSessions shared)
    {
        var transport = new DiscardingTransport();
        transport.Connection = new WebSocketConnection(new FakeHandshake(), new RecordingSink(), shared, transport, deflate: null);
        transport.Connection.Start();
        return transport.Connection;
    }

    private static double Time(Action act, int count)
    {
        var start = Stopwatch.GetTimestamp();
        act();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / count;
    }
}
