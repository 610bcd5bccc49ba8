using Endpoints.Connections.Memory;
using Endpoints.Diagnostics;
using Endpoints.Protocol;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Diagnostics;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Diagnostics;

/// <summary>What is counted of messages, pings and handlers.</summary>
public sealed class TrafficMetricsTests : IDisposable
{
    private static readonly (string Key, object Value) Received = ("network.io.direction", "receive");
    private static readonly (string Key, object Value) Sent = ("network.io.direction", "transmit");

    private readonly EndpointMetrics _metrics = new(null, () => 0);

    public void Dispose() => _metrics.Dispose();

    private ScriptedConnection Open() => new(memory: new MemoryBudget(null), metrics: _metrics);

    [Fact]
    public void Messages_and_their_bytes_are_counted_in_both_directions()
    {
        using var readings = new MeterReadings(_metrics.Meter);
        var peer = Open();

        peer.Receive(FrameBuilder.Text("hello"), FrameBuilder.Binary([1, 2, 3]), FrameBuilder.Ping("no message"));
        peer.Receive(FrameBuilder.Fragments(Opcode.Text, "in pieces"u8.ToArray(), [4, 5]));
        Assert.True(peer.Connection.TrySendText("hi"u8));

        Assert.Equal(3, readings.Observe("endpoints.messages", Received));
        Assert.Equal(17, readings.Observe("endpoints.messages.io", Received));
        Assert.Equal(1, readings.Observe("endpoints.messages", Sent));
        Assert.Equal(2, readings.Observe("endpoints.messages.io", Sent));
    }

    [Fact]
    public void Nothing_is_counted_while_nobody_listens()
    {
        var peer = Open();
        peer.Receive(FrameBuilder.Text("hello"));

        using var readings = new MeterReadings(_metrics.Meter);
        Assert.Equal(0, readings.Observe("endpoints.messages", Received));

        peer.Receive(FrameBuilder.Text("hello"));
        Assert.Equal(1, readings.Observe("endpoints.messages", Received));
    }

    [Fact]
    public void A_message_that_is_refused_is_not_counted()
    {
        using var readings = new MeterReadings(_metrics.Meter);
        var peer = Open();

        peer.Receive(FrameBuilder.Text([0xC3, 0x28]));
        Assert.False(peer.Connection.TrySendText("too late"u8));

        Assert.Equal(0, readings.Observe("endpoints.messages", Received));
        Assert.Equal(0, readings.Observe("endpoints.messages", Sent));
    }

    [Fact]
    public void Threads_do_not_lose_what_others_count()
    {
        var cells = new TrafficCells();
        var threads = Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                cells.AddReceived(1, 20);
                cells.AddSent(1, 3);
            }
        })).ToList();

        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Equal(new Traffic(80_000, 1_600_000), cells.Received);
        Assert.Equal(new Traffic(80_000, 240_000), cells.Sent);
    }

    [Fact]
    public void Handlers_are_timed_only_for_those_who_listen_to_their_meter()
    {
        using var others = new MeterReadings(_metrics.Meter);
        var peer = Open();
        peer.Receive(FrameBuilder.Text("hello"));
        Assert.Empty(others.Recorded("endpoints.handlers.duration"));

        using var readings = new MeterReadings(_metrics.HandlerMeter);
        peer.Receive(FrameBuilder.Text("hello"), FrameBuilder.Binary([1]));

        Assert.Equal(
            ["text", "binary"], readings.Recorded("endpoints.handlers.duration").Select(reading => reading.Tags["endpoints.message.type"]));
        Assert.All(readings.Recorded("endpoints.handlers.duration"), reading => Assert.True(reading.Number >= 0));
    }

    [Fact]
    public void A_ping_is_timed_to_its_first_pong()
    {
        using var readings = new MeterReadings(_metrics.Meter);
        var peer = Open();

        peer.Receive(FrameBuilder.Pong(""));
        Assert.Empty(readings.Recorded("endpoints.pings.duration"));

        peer.Time.Advance(TimeSpan.FromSeconds(30));
        peer.Receive(FrameBuilder.Pong(""), FrameBuilder.Pong(""));

        Assert.Single(readings.Recorded("endpoints.pings.duration"));
    }

    [Fact]
    public void A_session_that_ends_says_how_long_it_was_open()
    {
        using var readings = new MeterReadings(_metrics.Meter);
        var peer = Open();

        peer.Time.Advance(TimeSpan.FromSeconds(12));
        peer.Receive(FrameBuilder.Close(1000));
        peer.Connection.TransportClosed();

        var duration = Assert.Single(readings.Recorded("endpoints.sessions.duration"));
        Assert.Equal(12, duration.Number);
        Assert.Equal(1000, duration.Tags["endpoints.close.code"]);
    }

    [Fact]
    public void Routes_are_told_apart_and_one_template_is_one_route()
    {
        using var readings = new MeterReadings(_metrics.Meter);
        _metrics.Of("/a").Received(2, 20);
        _metrics.Of("/b").Received(3, 30);
        _metrics.Of("/a").ObserveQueues(() => 5);
        _metrics.Of("/a").ObserveQueues(() => 7);

        Assert.Same(_metrics.Of("/a"), _metrics.Of("/a"));
        Assert.Equal(2, readings.Observe("endpoints.messages", ("http.route", "/a"), Received));
        Assert.Equal(30, readings.Observe("endpoints.messages.io", ("http.route", "/b"), Received));
        Assert.Equal(12, readings.Observe("endpoints.send_queue.size", ("http.route", "/a")));
    }
}
