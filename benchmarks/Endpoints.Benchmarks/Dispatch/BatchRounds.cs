using System.Diagnostics;
using System.Globalization;
using Endpoints.Protocol;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;
using Table = Endpoints.Generated.Endpoints_Benchmarks.EndpointTable;

namespace Endpoints.Benchmarks;

/// <summary>
/// What a message costs in user space, on its own and with others in one read: from the door's buffer to the generated dispatcher and
/// its handler, and the reply back into the door's hands. Putting the input there again is measured apart and taken off.
/// </summary>
internal static class BatchRounds
{
    private const int Rounds = 501;
    private const int Messages = 16_000;

    public static void Run()
    {
        Console.WriteLine("ns a message: least and median of the rounds, without the copy of the input");
        var text = FrameBuilder.Text("twenty bytes of text");
        var binary = FrameBuilder.Frame(Opcode.Binary, "twenty bytes of data"u8.ToArray());
        foreach (var count in (ReadOnlySpan<int>)[1, 16])
        {
            Measure($"text, 20 bytes, {count} a read", text, count);
            Measure($"binary, 20 bytes, {count} a read", binary, count);
        }

        Measure("text, 1 KiB, 1 a read", FrameBuilder.Text(new string('a', 1024)), 1);
        Measure("binary, 16 KiB, 1 a read", FrameBuilder.Frame(Opcode.Binary, new byte[16 * 1024]), 1);
    }

    private static void Measure(string what, byte[] frame, int count)
    {
        var descriptor = Table.Instance.Endpoints.Single(endpoint => endpoint.EndpointType == typeof(EchoEndpoint));
        using var connection = new LoopConnection(descriptor.Activate(new FakeHandshake()).Dispatcher!, frame, count);
        for (var i = 0; i < 100; i++)
        {
            Time(() => connection.Receive(), count);
            Time(connection.Renew, count);
        }

        var times = new double[Rounds];
        var copies = new double[Rounds];
        for (var i = 0; i < Rounds; i++)
        {
            times[i] = Time(() => connection.Receive(), count);
            copies[i] = Time(connection.Renew, count);
        }

        Array.Sort(times);
        Array.Sort(copies);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {what,-28} {times[0] - copies[0],8:F1} {times[Rounds / 2] - copies[Rounds / 2],8:F1}"));
    }

    // In ns a message.
    private static double Time(Action read, int count)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Messages / count; i++)
        {
            read();
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Messages;
    }
}
