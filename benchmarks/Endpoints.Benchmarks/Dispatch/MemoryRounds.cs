using System.Globalization;
using Endpoints.Connections;
using Endpoints.TestKit.Doors;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Memory;
using Table = Endpoints.Generated.Endpoints_Benchmarks.EndpointTable;

namespace Endpoints.Benchmarks;

/// <summary>What an idle session holds, by the heap's growth with 10,000 of them, and by the objects of one.</summary>
internal static class MemoryRounds
{
    public const int Sessions = 10_000;

    public static void Run()
    {
        Console.WriteLine($"Heap bytes a session, {Sessions} idle; head of {IdleSessions.Head("/shared", 0).Length} bytes; no transport");
        Measure("one instance for all", "/shared");
        Measure("an instance a session", "/echo");
    }

    private static void Measure(string what, string path)
    {
        var sessions = new IdleSessions(Table.Instance);
        var open = new List<WebSocketConnection>(Sessions + 100);
        Open(100);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Open(Sessions);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {(double)(after - before) / Sessions:F1}"));
        foreach (var (type, size, count) in ObjectSizes.Owned(open[^1], open[0]))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {size,5} {(count == 1 ? "" : $"in {count} "),-6}{type}"));
        }

        GC.KeepAlive(sessions);

        void Open(int count)
        {
            for (var i = 0; i < count; i++)
            {
                open.Add(sessions.Open(path, i, FrameBuilder.Text("twenty bytes of text")));
            }
        }
    }
}
