using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Endpoints.Diagnostics;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;
using Table = Endpoints.Generated.Endpoints_Benchmarks.EndpointTable;

namespace Endpoints.Benchmarks;

/// <summary>
/// What metrics add to a message in user space: nobody listens, somebody listens to the meter of all sessions, and to that of handlers as well. The
/// three take turns within each round, so that a change of the machine's speed meets all alike.
/// </summary>
internal static class TelemetryRounds
{
    private const int Rounds = 501;
    private const int Messages = 16_000;

    private static readonly (string Name, string[] Meters)[] Modes =
    [
        ("nobody listens", []),
        ("metrics", [EndpointMetrics.MeterName]),
        ("metrics and handlers", [EndpointMetrics.MeterName, EndpointMetrics.HandlerMeterName]),
    ];

    public static void Run()
    {
        Console.WriteLine("ns a message, 20 bytes of text and its echo: least and median of the rounds, the copy of the input included");
        foreach (var count in (ReadOnlySpan<int>)[1, 16])
        {
            Measure(count);
        }
    }

    private static void Measure(int count)
    {
        using var metrics = new EndpointMetrics(null, () => 0);
        var descriptor = Table.Instance.Endpoints.Single(endpoint => endpoint.EndpointType == typeof(EchoEndpoint));
        using var connection = new LoopConnection(
            descriptor.Activate(new FakeHandshake()).Dispatcher!, FrameBuilder.Text("twenty bytes of text"), count, metrics);
        var times = Modes.Select(_ => new double[Rounds]).ToArray();
        for (var round = -100; round < Rounds; round++)
        {
            for (var mode = 0; mode < Modes.Length; mode++)
            {
                using var listener = Listen(metrics, Modes[mode].Meters);
                var time = Time(connection, count);
                if (round >= 0)
                {
                    times[mode][round] = time;
                }
            }
        }

        for (var mode = 0; mode < Modes.Length; mode++)
        {
            Array.Sort(times[mode]);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {count,2} a read, {Modes[mode].Name,-22} {times[mode][0],8:F1} {times[mode][Rounds / 2],8:F1}"));
        }
    }

    private static MeterListener Listen(EndpointMetrics metrics, string[] meters)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if ((instrument.Meter == metrics.Meter || instrument.Meter == metrics.HandlerMeter) && meters.Contains(instrument.Meter.Name))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
        listener.Start();
        return listener;
    }

    private static double Time(LoopConnection connection, int count)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Messages / count; i++)
        {
            connection.Receive();
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Messages;
    }
}
