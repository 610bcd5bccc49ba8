using System.Threading.RateLimiting;
using Endpoints.Connections;
using Endpoints.Diagnostics;
using Endpoints.Generated;
using Endpoints.Options;
using Endpoints.Protocol;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Diagnostics;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Connections;

public sealed class RateLimitTests
{
    [Fact]
    public void Messages_up_to_the_burst_are_handled_and_the_next_closes_the_session_with_1008()
    {
        var scripted = new ScriptedConnection(Limit(RateLimitAction.Close, messages: 2));

        scripted.Receive(FrameBuilder.Text("a"), FrameBuilder.Text("b"), FrameBuilder.Text("c"), FrameBuilder.Text("d"));

        Assert.Equal(["open", "text a", "text b"], scripted.Sink.Calls);
        var close = Assert.Single(scripted.Transport.TakeFrames());
        Assert.Equal((Opcode.Close, 1008), (close.Opcode, close.CloseCode));
    }

    [Fact]
    public void Tokens_come_back_with_time()
    {
        var scripted = new ScriptedConnection(Limit(RateLimitAction.Close, messages: 2));

        for (var i = 0; i < 10; i++)
        {
            scripted.Receive(FrameBuilder.Text("a"));
            scripted.Time.Advance(TimeSpan.FromSeconds(0.5));
        }

        Assert.Equal(WebSocketSessionState.Open, scripted.Connection.State);
        scripted.Receive(FrameBuilder.Text("b"), FrameBuilder.Text("b"));
        Assert.Equal(WebSocketSessionState.Open, scripted.Connection.State);
        scripted.Time.Advance(TimeSpan.FromSeconds(0.499));
        scripted.Receive(FrameBuilder.Text("c"));
        Assert.Equal(WebSocketSessionState.Closing, scripted.Connection.State);
    }

    [Fact]
    public void Bytes_are_counted_as_well_and_a_message_larger_than_all_is_taken_once()
    {
        var scripted = new ScriptedConnection(Limit(RateLimitAction.Drop, bytes: 10));

        scripted.Receive(FrameBuilder.Text("123456"), FrameBuilder.Text("1234"), FrameBuilder.Text("1"));
        Assert.Equal(["open", "text 123456", "text 1234"], scripted.Sink.Calls);

        scripted.Time.Advance(TimeSpan.FromSeconds(1));
        scripted.Receive(FrameBuilder.Text("12345678901"), FrameBuilder.Text("2"));
        Assert.Equal(["text 12345678901"], scripted.Sink.Calls.Skip(3));
        scripted.Time.Advance(TimeSpan.FromSeconds(0.2));
        scripted.Receive(FrameBuilder.Text("3"));
        Assert.Equal(["text 12345678901", "text 3"], scripted.Sink.Calls.Skip(3));
    }

    [Fact]
    public void What_is_dropped_costs_nothing_of_the_other_limit()
    {
        var scripted = new ScriptedConnection(Limit(RateLimitAction.Drop, messages: 2, bytes: 5));

        scripted.Receive(FrameBuilder.Text("1234"), FrameBuilder.Text("too much"), FrameBuilder.Text("5"));

        Assert.Equal(["open", "text 1234", "text 5"], scripted.Sink.Calls);
    }

    [Fact]
    public void Pings_and_pongs_count_and_a_ping_that_is_dropped_gets_no_pong()
    {
        var scripted = new ScriptedConnection(Limit(RateLimitAction.Drop, messages: 2));

        scripted.Receive(FrameBuilder.Ping("a"), FrameBuilder.Pong(), FrameBuilder.Ping("b"), FrameBuilder.Text("c"));

        Assert.Equal(["open", "ping a", "pong"], scripted.Sink.Calls);
        Assert.Equal([Opcode.Pong], scripted.Transport.TakeFrames().Select(frame => frame.Opcode));
    }

    [Fact]
    public void A_message_in_fragments_counts_once()
    {
        var scripted = new ScriptedConnection(Limit(RateLimitAction.Close, messages: 1));

        scripted.Receive(FrameBuilder.Fragments(Opcode.Text, "abcdef"u8.ToArray(), [1, 1, 1]));

        Assert.Equal(["open", "text abcdef"], scripted.Sink.Calls);
        Assert.Equal(WebSocketSessionState.Open, scripted.Connection.State);
    }

    [Fact]
    public void Delay_reads_nothing_until_there_is_a_token_and_loses_nothing()
    {
        var scripted = new ScriptedConnection(Limit(RateLimitAction.Delay, messages: 2));

        var status = scripted.Receive(FrameBuilder.Text("a"), FrameBuilder.Text("b"), FrameBuilder.Text("c"), FrameBuilder.Ping("d"), FrameBuilder.Text("e"));
        Assert.Equal(ReceiveStatus.Paused, status);
        Assert.Equal(["open", "text a", "text b"], scripted.Sink.Calls);

        scripted.Time.Advance(TimeSpan.FromSeconds(0.499));
        Assert.Equal(0, scripted.Transport.Resumes);
        Assert.Equal(ReceiveStatus.Paused, scripted.Receive());
        scripted.Time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal(1, scripted.Transport.Resumes);
        Assert.Equal(ReceiveStatus.Paused, scripted.Receive());
        Assert.Equal(["text c"], scripted.Sink.Calls.Skip(3));

        scripted.Time.Advance(TimeSpan.FromSeconds(0.5));
        scripted.Receive();
        scripted.Time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(ReceiveStatus.NeedMore, scripted.Receive());
        Assert.Equal(["text c", "ping d", "text e"], scripted.Sink.Calls.Skip(3));
        Assert.Equal(0, scripted.Left);
    }

    [Fact]
    public void A_close_frame_that_comes_next_is_not_delayed_and_counts_for_nothing()
    {
        using var metrics = new EndpointMetrics(null, () => 0);
        using var readings = new MeterReadings(metrics.Meter);
        var scripted = new ScriptedConnection(Limit(RateLimitAction.Delay, messages: 1), metrics: metrics);
        byte[] close = FrameBuilder.Close(4001);

        Assert.Equal(ReceiveStatus.NeedMore, scripted.Receive(FrameBuilder.Text("a")));
        Assert.Equal(ReceiveStatus.NeedMore, scripted.Receive(close[..1]));
        Assert.Equal(ReceiveStatus.Closed, scripted.Receive(close[1..]));

        Assert.Equal(4001, Assert.Single(scripted.Transport.TakeFrames()).CloseCode);
        Assert.Equal(0, Sum(readings, "message_rate", "delay"));
    }

    [Fact]
    public void A_close_frame_behind_what_is_delayed_waits_with_it_and_no_longer()
    {
        var scripted = new ScriptedConnection(Limit(RateLimitAction.Delay, messages: 1));

        Assert.Equal(ReceiveStatus.Paused, scripted.Receive(FrameBuilder.Text("a"), FrameBuilder.Text("b"), FrameBuilder.Close(1000)));
        Assert.Equal(ReceiveStatus.Paused, scripted.Receive());
        scripted.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(ReceiveStatus.Closed, scripted.Receive());
        Assert.Equal(["open", "text a", "text b"], scripted.Sink.Calls);
    }

    [Fact]
    public void A_close_frame_between_the_fragments_of_a_message_is_not_delayed()
    {
        var scripted = new ScriptedConnection(Limit(RateLimitAction.Delay, messages: 1));

        Assert.Equal(ReceiveStatus.NeedMore, scripted.Receive(FrameBuilder.Text("half", fin: false), FrameBuilder.Ping()));
        Assert.Equal(ReceiveStatus.Closed, scripted.Receive(FrameBuilder.Close(1000)));
    }

    [Fact]
    public void Payload_that_looks_like_a_close_frame_is_delayed()
    {
        var scripted = new ScriptedConnection(Limit(RateLimitAction.Delay, bytes: 4), handlers: HandlerKinds.BinaryBody);
        var frame = FrameBuilder.Frame(Opcode.Binary, [.. Enumerable.Range(0, 12).Select(i => (byte)(0x88 ^ FrameBuilder.MaskKey[i % 4]))]);
        Assert.Equal(0x88, frame[^4]);

        Assert.Equal(ReceiveStatus.NeedMore, scripted.Receive(frame[..^4]));
        Assert.Equal(ReceiveStatus.Paused, scripted.Receive(frame[^4..]));
        Assert.Equal(4, scripted.Left);
    }

    [Fact]
    public void Delay_needs_no_timer_where_nothing_waits()
    {
        var scripted = new ScriptedConnection(Limit(RateLimitAction.Delay, messages: 1));

        Assert.Equal(ReceiveStatus.NeedMore, scripted.Receive(FrameBuilder.Text("a")));
        scripted.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(0, scripted.Transport.Resumes);
        Assert.Equal(ReceiveStatus.NeedMore, scripted.Receive(FrameBuilder.Text("b")));
        Assert.Equal(["open", "text a", "text b"], scripted.Sink.Calls);
    }

    [Fact]
    public async Task A_session_that_is_delayed_can_be_closed_and_is_not_blamed_for_silence()
    {
        var scripted = new ScriptedConnection(options =>
        {
            options.RateLimit = new WebSocketRateLimitOptions { Messages = 1, Period = TimeSpan.FromHours(1), Action = RateLimitAction.Delay };
            options.IdleTimeout = TimeSpan.FromMinutes(1);
        });
        scripted.Receive(FrameBuilder.Text("a"), FrameBuilder.Text("b"));

        scripted.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(WebSocketSessionState.Open, scripted.Connection.State);
        Assert.Equal(ReceiveStatus.Paused, scripted.Receive());

        await scripted.Connection.CloseAsync(CloseStatus.Normal);
        Assert.Equal(ReceiveStatus.Closed, scripted.Receive(FrameBuilder.Close(1000)));
    }

    [Fact]
    public void A_message_that_is_read_while_it_arrives_is_dropped_whole_or_closes_the_session_in_the_middle()
    {
        var scripted = new ScriptedConnection(
            Limit(RateLimitAction.Drop, messages: 1, bytes: 10), handlers: HandlerKinds.TextBody | HandlerKinds.Ping);
        scripted.Receive(FrameBuilder.Fragments(Opcode.Text, "12345"u8.ToArray(), [3]));
        scripted.Receive(FrameBuilder.Fragments(Opcode.Text, "dropped"u8.ToArray(), [3]));
        Assert.Equal(["open", "text body"], scripted.Sink.Calls);
        Assert.Equal(WebSocketSessionState.Open, scripted.Connection.State);

        scripted.Time.Advance(TimeSpan.FromSeconds(1));
        scripted.Receive(FrameBuilder.Fragments(Opcode.Text, "123456789012"u8.ToArray(), [6, 4]));
        Assert.Equal(["open", "text body", "text body"], scripted.Sink.Calls);
        Assert.Equal(1008, Assert.Single(scripted.Transport.TakeFrames()).CloseCode);
    }

    [Fact]
    public void What_goes_beyond_is_counted_by_limit_and_action()
    {
        using var metrics = new EndpointMetrics(null, () => 0);
        using var readings = new MeterReadings(metrics.Meter);
        var scripted = new ScriptedConnection(Limit(RateLimitAction.Drop, messages: 3, bytes: 2), metrics: metrics);

        scripted.Receive(FrameBuilder.Text("a"), FrameBuilder.Text("b"), FrameBuilder.Text("c"), FrameBuilder.Text(""), FrameBuilder.Text(""));

        Assert.Equal(1, Sum(readings, "byte_rate", "drop"));
        Assert.Equal(1, Sum(readings, "message_rate", "drop"));
    }

    [Fact]
    public void A_close_says_in_the_metrics_which_limit_it_was_for()
    {
        using var metrics = new EndpointMetrics(null, () => 0);
        using var readings = new MeterReadings(metrics.Meter);
        var scripted = new ScriptedConnection(Limit(RateLimitAction.Close, messages: 1), metrics: metrics);

        scripted.Receive(FrameBuilder.Text("a"), FrameBuilder.Text("b"));
        scripted.Receive(FrameBuilder.Close(1008));
        scripted.Connection.TransportClosed();

        Assert.Equal(1, Sum(readings, "message_rate", "close"));
        Assert.Equal(1, readings.Sum("endpoints.sessions.closed", ("endpoints.close.code", 1008), ("error.type", "message_rate")));
    }

    [Fact]
    public void A_limiter_of_ones_own_is_asked_for_each_message_and_ends_with_the_session()
    {
        var limiter = new ConcurrencyOfTwo();
        var scripted = new ScriptedConnection(options => options.LimitMessages(session =>
        {
            Assert.Equal(WebSocketSessionState.Open, session.State);
            return limiter;
        }));

        scripted.Receive(FrameBuilder.Text("a"), FrameBuilder.Text("b"), FrameBuilder.Text("c"));

        Assert.Equal(["open", "text a", "text b"], scripted.Sink.Calls);
        Assert.Equal(1008, Assert.Single(scripted.Transport.TakeFrames()).CloseCode);
        scripted.Connection.TransportClosed();
        Assert.True(limiter.IsDisposed);
    }

    [Fact]
    public async Task A_limiter_of_ones_own_may_delay_until_it_grants_what_it_owes()
    {
        var limiter = new ConcurrencyOfTwo();
        var scripted = new ScriptedConnection(options =>
        {
            options.RateLimit = new WebSocketRateLimitOptions { Messages = 1000, Action = RateLimitAction.Delay };
            options.LimitMessages(_ => limiter);
        });

        Assert.Equal(
            ReceiveStatus.Paused,
            scripted.Receive(FrameBuilder.Text("a"), FrameBuilder.Text("b"), FrameBuilder.Text("c"), FrameBuilder.Text("d")));
        Assert.Equal(["open", "text a", "text b", "text c"], scripted.Sink.Calls);

        limiter.Grant();
        await scripted.Transport.WhenResumedAsync();
        limiter.Left = 1;
        Assert.Equal(ReceiveStatus.NeedMore, scripted.Receive());
        Assert.Equal("text d", scripted.Sink.Calls[^1]);
    }

    [Fact]
    public void A_limiter_that_cannot_be_made_closes_the_session_with_1011()
    {
        var scripted = new ScriptedConnection(options => options.LimitMessages(_ => throw new FormatException()));

        Assert.Equal(1011, Assert.Single(scripted.Transport.TakeFrames()).CloseCode);
    }

    private static Action<WebSocketEndpointOptions> Limit(RateLimitAction action, int? messages = null, int? bytes = null) =>
        options => options.RateLimit = new WebSocketRateLimitOptions { Messages = messages, Bytes = bytes, Action = action };

    private static long Sum(MeterReadings readings, string kind, string action) =>
        readings.Sum("endpoints.rate_limited", ("endpoints.rate_limit.kind", kind), ("endpoints.rate_limit.action", action));

    /// <summary>Two permits, and whoever waits gets one when the test says so.</summary>
    private sealed class ConcurrencyOfTwo : RateLimiter
    {
        private TaskCompletionSource<RateLimitLease>? _waiting;

        public int Left { get; set; } = 2;

        public bool IsDisposed { get; private set; }

        public override TimeSpan? IdleDuration => null;

        public void Grant() => _waiting!.SetResult(new Lease(true));

        public override RateLimiterStatistics? GetStatistics() => null;

        protected override RateLimitLease AttemptAcquireCore(int permitCount) => new Lease(Left-- > 0);

        protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
        {
            _waiting = new TaskCompletionSource<RateLimitLease>(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask<RateLimitLease>(_waiting.Task);
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }

        private sealed class Lease(bool isAcquired) : RateLimitLease
        {
            public override bool IsAcquired => isAcquired;

            public override IEnumerable<string> MetadataNames => [];

            public override bool TryGetMetadata(string metadataName, out object? metadata)
            {
                metadata = null;
                return false;
            }
        }
    }
}
