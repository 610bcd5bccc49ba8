using System.Diagnostics;
using System.Globalization;
using Endpoints.Generated;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;
using Table = Endpoints.Generated.Endpoints_Benchmarks.EndpointTable;

namespace Endpoints.Benchmarks;

/// <summary>
/// The generated dispatcher against one written by hand, in turns: a ratio a round, so that what else the machine does falls on both.
/// </summary>
internal static class DispatchRounds
{
    private const int Rounds = 1001;
    private const int Messages = 5000;

    public static void Run()
    {
        Console.WriteLine("Generated / by hand: median of the rounds' ratios (10th and 90th hundredth); least ns a message");
        Compare("echo, 20 bytes", new EchoDispatcher(new EchoEndpoint()), typeof(EchoEndpoint), "twenty bytes of text");
        Compare("message by type", new ContractDispatcher(new ContractEndpoint()), typeof(ContractEndpoint), """{"type":"move","x":12,"y":345}""");

        // What the method itself shows when there is nothing to find.
        Compare("echo, by hand twice", new EchoDispatcher(new EchoEndpoint()), new EchoDispatcher(new EchoEndpoint()), "twenty bytes of text");
    }

    private static void Compare(string what, EndpointDispatcher byHand, Type endpoint, string text)
    {
        var descriptor = Table.Instance.Endpoints.Single(e => e.EndpointType == endpoint);
        Compare(what, byHand, descriptor.Activate(new FakeHandshake()).Dispatcher!, text);
    }

    private static void Compare(string what, EndpointDispatcher byHand, EndpointDispatcher generated, string text)
    {
        using LoopConnection hand = new(byHand, FrameBuilder.Text(text)), emitted = new(generated, FrameBuilder.Text(text));
        for (var i = 0; i < 100; i++)
        {
            Time(hand);
            Time(emitted);
        }

        var ratios = new double[Rounds];
        double leastByHand = double.MaxValue, leastEmitted = double.MaxValue;
        for (var i = 0; i < Rounds; i++)
        {
            double handTime, emittedTime;
            if (i % 2 == 0)
            {
                handTime = Time(hand);
                emittedTime = Time(emitted);
            }
            else
            {
                emittedTime = Time(emitted);
                handTime = Time(hand);
            }

            ratios[i] = emittedTime / handTime;
            leastByHand = Math.Min(leastByHand, handTime);
            leastEmitted = Math.Min(leastEmitted, emittedTime);
        }

        Array.Sort(ratios);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {what,-20} {ratios[Rounds / 2]:F3} ({ratios[Rounds / 10]:F3} to {ratios[Rounds * 9 / 10]:F3}); {leastEmitted:F1} / {leastByHand:F1} ns"));
    }

    // In ns a message.
    private static double Time(LoopConnection connection)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Messages; i++)
        {
            connection.Receive();
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Messages;
    }
}
