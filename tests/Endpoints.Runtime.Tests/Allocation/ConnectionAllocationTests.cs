using System.Diagnostics.Metrics;
using Endpoints.Connections;
using Endpoints.Diagnostics;
using Endpoints.Dispatch;
using Endpoints.Generated;
using Endpoints.Options;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Runtime.Tests.Allocation;

public class ConnectionAllocationTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(EndpointMetrics.MeterName)]
    [InlineData(EndpointMetrics.HandlerMeterName)]
    public void Receiving_dispatching_and_answering_a_message_allocates_nothing(string? listenedTo)
    {
        using var metrics = new EndpointMetrics(null, () => 0);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == listenedTo && (instrument.Meter == metrics.Meter || instrument.Meter == metrics.HandlerMeter))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
        listener.Start();
        var transport = new DiscardingTransport();
        var connection = new WebSocketConnection(
            new FakeHandshake(),
            new EndpointInvoker(new EchoDispatcher(), NullLogger.Instance),
            ConnectionLimits.Resolve(new WebSocketEndpointOptions(), null),
            transport,
            new SessionRegistry(),
            TimeProvider.System,
            NullLogger.Instance,
            metrics: metrics);
        transport.Connection = connection;
        connection.Start();
        var frame = FrameBuilder.Text("twenty bytes of text");
        var input = new byte[frame.Length];

        const int Messages = 10_000;
        Run(1_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(Messages);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal((listenedTo == EndpointMetrics.MeterName, listenedTo == EndpointMetrics.HandlerMeterName), (metrics.CountsTraffic, metrics.TimesHandlers));

        // Nothing per message. A collection in another test takes what is left of the piece that this thread allocates from, up to 8 KiB, and that counts.
        Assert.InRange(allocated, 0, Messages - 1);
        Assert.Equal(11_000, transport.Batches);

        void Run(int messages)
        {
            for (var i = 0; i < messages; i++)
            {
                frame.CopyTo(input, 0);
                connection.Receive(input, out _);
            }
        }
    }

    private sealed class EchoDispatcher : EndpointDispatcher
    {
        public override HandlerKinds Handlers => HandlerKinds.Text;

        public override ValueTask TextAsync(WebSocketSession session, IncomingMessage message) => Reply.TextAsync(session, message.Payload);
    }

    private sealed class DiscardingTransport : IConnectionTransport
    {
        public WebSocketConnection Connection { get; set; } = null!;

        public int Batches { get; private set; }

        public void RequestFlush()
        {
            while (Connection.TryTakeOutput(out _))
            {
                Batches++;
                Connection.OutputWritten();
            }
        }

        public void ResumeReceive()
        {
        }

        public void Abort()
        {
        }
    }
}
