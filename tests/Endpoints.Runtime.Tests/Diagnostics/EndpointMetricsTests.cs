using System.Diagnostics.Metrics;
using Endpoints.Connections.Memory;
using Endpoints.Diagnostics;
using Endpoints.Options;
using Endpoints.Protocol;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Diagnostics;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Diagnostics;

/// <summary>What a session counts, and how it is named.</summary>
public sealed class EndpointMetricsTests : IDisposable
{
    private readonly MemoryBudget _memory = new(null);
    private readonly EndpointMetrics _metrics;
    private readonly MeterReadings _readings;

    public EndpointMetricsTests()
    {
        _metrics = new EndpointMetrics(null, () => _memory.Used);
        _readings = new MeterReadings(_metrics.Meter, _metrics.HandlerMeter);
    }

    public void Dispose()
    {
        _readings.Dispose();
        _metrics.Dispose();
    }

    private ScriptedConnection Open(Action<WebSocketEndpointOptions>? configure = null, MemoryBudget? memory = null) =>
        new(configure, memory: memory ?? _memory, metrics: _metrics);

    private void AssertClosed(int code, string? cause)
    {
        var closed = Assert.Single(_readings.All, reading => reading.Instrument == "endpoints.sessions.closed");
        Assert.Equal(code, closed.Tags["endpoints.close.code"]);
        Assert.Equal(cause, closed.Tags.GetValueOrDefault("error.type"));
        Assert.Equal(cause is null ? 1 : 2, closed.Tags.Count);
        Assert.Equal(0, _readings.Sum("endpoints.sessions.open"));
    }

    [Fact]
    public void Instruments_have_the_units_that_the_docs_say() => Assert.Equal(
        [
            "endpoints.handlers.duration s",
            "endpoints.handshakes {handshake}",
            "endpoints.memory.held By",
            "endpoints.memory.pinned By",
            "endpoints.memory.refusals {refusal}",
            "endpoints.messages {message}",
            "endpoints.messages.dropped {message}",
            "endpoints.messages.io By",
            "endpoints.pings.duration s",
            "endpoints.protocol.violations {violation}",
            "endpoints.rate_limited {excess}",
            "endpoints.send_queue.size By",
            "endpoints.sessions.closed {session}",
            "endpoints.sessions.duration s",
            "endpoints.sessions.open {session}",
        ],
        _readings.Units.Select(pair => $"{pair.Key} {pair.Value}").Order(StringComparer.Ordinal));

    [Fact]
    public void A_session_is_open_from_its_start_to_its_end()
    {
        var peer = Open();
        Assert.Equal(1, _readings.Sum("endpoints.sessions.open"));

        peer.Receive(FrameBuilder.Text("hello"), FrameBuilder.Close(1000));
        peer.Connection.TransportClosed();

        AssertClosed(1000, cause: null);
        Assert.Equal(0, _readings.Sum("endpoints.protocol.violations"));
    }

    [Fact]
    public void A_lost_connection_is_1006()
    {
        var peer = Open();

        peer.Connection.TransportClosed();

        AssertClosed(1006, cause: null);
    }

    [Fact]
    public void A_violation_is_counted_by_its_rule_and_so_is_the_session_that_it_ends()
    {
        var peer = Open();

        peer.Receive(FrameBuilder.Text("x", mask: false));
        Assert.Equal(1, _readings.Sum("endpoints.protocol.violations", ("endpoints.rule", "client_frame_not_masked")));

        peer.Receive(FrameBuilder.Close(1002));
        peer.Connection.TransportClosed();
        AssertClosed(1002, "client_frame_not_masked");
    }

    [Fact]
    public void Every_rule_has_a_name_of_its_own()
    {
        var names = Enum.GetValues<ProtocolRule>().Select(TagName.Of).ToArray();

        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches("^[a-z0-9_]+$", name));
        Assert.Same(TagName.Of(ProtocolRule.TextNotUtf8), TagName.Of(ProtocolRule.TextNotUtf8));
    }

    [Theory]
    [InlineData(120, 1001, "idle_timeout")]
    [InlineData(50, 1006, "keep_alive_timeout")]
    public void A_deadline_that_passed_is_the_cause(int seconds, int code, string cause)
    {
        var peer = Open(options =>
        {
            if (seconds == 120)
            {
                options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
            }
        });

        peer.Time.Advance(TimeSpan.FromSeconds(seconds));
        peer.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.True(peer.Transport.IsAborted);
        peer.Connection.TransportClosed();

        AssertClosed(code, cause);
    }

    [Fact]
    public async Task A_close_that_is_not_answered_is_the_cause()
    {
        var peer = Open();
        await peer.Connection.CloseAsync(CloseStatus.Normal);

        peer.Time.Advance(TimeSpan.FromSeconds(5));
        peer.Connection.TransportClosed();

        AssertClosed(1000, "close_timeout");
    }

    [Fact]
    public void A_peer_that_does_not_read_is_the_cause()
    {
        var peer = Open();
        peer.Transport.IsBlocked = true;
        peer.Connection.TrySendText("x"u8);

        peer.Time.Advance(TimeSpan.FromSeconds(30));
        peer.Connection.TransportClosed();

        AssertClosed(1006, "send_timeout");
    }

    [Fact]
    public void Memory_is_seen_while_it_is_held_and_refusals_by_budget_and_use()
    {
        var peer = Open(options => options.MaxSessionBufferedBytes = 128 * 1024);
        peer.Receive(FrameBuilder.Binary(new byte[40_000], fin: false));
        Assert.Equal(128 * 1024, _readings.Observe("endpoints.memory.held"));

        peer.Receive(FrameBuilder.Continuation(new byte[100_000]));
        Assert.Equal(1, Refusals("session", "message"));
        Assert.Equal(0, _readings.Observe("endpoints.memory.held"));

        var full = new MemoryBudget(0);
        Open(memory: full).Receive(FrameBuilder.Binary(new byte[10_000], fin: false));
        Assert.Equal(1, Refusals("host", "message"));

        Open(memory: full).Connection.HoldInput(16 * 1024);
        Assert.Equal(1, Refusals("host", "input"));

        var deaf = Open(memory: full);
        deaf.Transport.IsBlocked = true;
        deaf.Connection.TrySendBinary(new byte[10_000]);
        deaf.Connection.TrySendBinary(new byte[10_000]);
        Assert.Equal(1, Refusals("host", "output"));
        Assert.Equal(4, _readings.Sum("endpoints.memory.refusals"));
        Assert.Equal(1, _readings.Sum("endpoints.protocol.violations", ("endpoints.rule", "session_memory_exceeded")));
        Assert.Equal(2, _readings.Sum("endpoints.protocol.violations", ("endpoints.rule", "host_memory_exceeded")));

        long Refusals(string budget, string use) =>
            _readings.Sum("endpoints.memory.refusals", ("endpoints.memory.budget", budget), ("endpoints.memory.use", use));
    }

    [Fact]
    public void Whoever_listens_may_use_the_session_that_is_counted()
    {
        var peer = Open(memory: new MemoryBudget(0));
        peer.Transport.IsBlocked = true;
        peer.Connection.TrySendBinary(new byte[10_000]);
        var held = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter == _metrics.Meter)
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => held = peer.Connection.HeldBytes);
        listener.Start();

        Assert.False(peer.Connection.TrySendBinary(new byte[10_000]));

        Assert.True(held > 0);
    }

    [Fact]
    public void The_meters_are_those_of_the_hosts_factory_and_then_the_factorys_to_dispose()
    {
        using var factory = new Factory();

        new EndpointMetrics(factory, () => 0).Dispose();

        Assert.Equal(["Endpoints", "Endpoints.Handlers"], factory.Meters.Select(meter => meter.Name));
        foreach (var meter in factory.Meters)
        {
            using var readings = new MeterReadings(meter);
            Assert.NotEmpty(readings.Units);
        }
    }

    private sealed class Factory : IMeterFactory
    {
        public List<Meter> Meters { get; } = [];

        public Meter Create(MeterOptions options)
        {
            var meter = new Meter(options);
            Meters.Add(meter);
            return meter;
        }

        public void Dispose() => Meters.ForEach(meter => meter.Dispose());
    }
}
