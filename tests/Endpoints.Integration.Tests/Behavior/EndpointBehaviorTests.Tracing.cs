using System.Diagnostics;
using Endpoints.TestKit.Diagnostics;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;

namespace Endpoints.Integration.Tests.Behavior;

public abstract partial class EndpointBehaviorTests
{
    // Of all doors' tests, which run beside each other, only those of one trace are this test's.
    private readonly ActivityTraceId _trace = ActivityTraceId.CreateRandom();

    private string TraceParent => $"traceparent: 00-{_trace}-00f067aa0ba902b7-01";

    [Fact]
    public async Task A_handshake_and_its_session_are_spans_below_the_one_that_the_client_names()
    {
        using var spans = new SpanReadings(_trace);
        await using (var peer = await OpenAsync("/traced/session", TraceParent))
        {
            Assert.Equal("handshake | session /traced/session", await peer.ReadTextAsync());
            await peer.SendAsync(FrameBuilder.Close(1000));
            Assert.Equal(1000, await peer.ReadCloseAsync());
        }

        Assert.Equal("session /traced/session", await _journal.NextAsync());
        var session = await spans.FindAsync("session /traced/session", _trace);
        var handshake = await spans.FindAsync("handshake /traced/session", _trace);

        Assert.Equal(ActivityKind.Server, handshake.Kind);
        Assert.Equal("/traced/session", handshake.GetTagItem("http.route"));
        Assert.Equal("/traced/session", handshake.GetTagItem("url.path"));
        Assert.Equal(101, handshake.GetTagItem("http.response.status_code"));
        Assert.Equal(ActivityStatusCode.Unset, handshake.Status);
        Assert.Equal(handshake.SpanId, session.ParentSpanId);
        Assert.Equal(1000, session.GetTagItem("endpoints.close.code"));
        Assert.True(session.Duration >= TimeSpan.Zero && session.IsStopped);
    }

    [Fact]
    public async Task Handlers_run_in_the_span_of_their_session_before_and_after_they_wait()
    {
        using var spans = new SpanReadings(_trace);
        await using var one = await OpenAsync("/traced/session", TraceParent);
        await one.ReadTextAsync();
        for (var i = 0; i < 3; i++)
        {
            await one.SendAsync(FrameBuilder.Text($"{i}"), FrameBuilder.Binary([1]));
            Assert.Equal($"{i}: session /traced/session | session /traced/session", await one.ReadTextAsync());
            Assert.Equal("session /traced/session", await one.ReadTextAsync());
        }
    }

    [Fact]
    public async Task No_span_is_left_behind_for_sessions_that_are_not_traced()
    {
        await using var untraced = await OpenAsync("/traced/session");
        Assert.Equal("none | none", await untraced.ReadTextAsync());
        using (new SpanReadings(_trace))
        {
            await using var traced = await OpenAsync("/traced/session", TraceParent);
            Assert.Equal("handshake | session /traced/session", await traced.ReadTextAsync());
            await traced.SendAsync(FrameBuilder.Text("a"));
            await traced.ReadTextAsync();
            await untraced.SendAsync(FrameBuilder.Text("b"), FrameBuilder.Binary([1]));

            Assert.Equal("b: none | none", await untraced.ReadTextAsync());
            Assert.Equal("none", await untraced.ReadTextAsync());
        }
    }

    [Fact]
    public async Task What_a_handler_throws_is_said_in_its_span()
    {
        using var spans = new SpanReadings(_trace);
        await using var peer = await OpenAsync("/traced/session", TraceParent);
        await peer.ReadTextAsync();

        await peer.SendAsync(FrameBuilder.Binary([]));
        Assert.Equal(1011, await peer.ReadCloseAsync());
        await peer.SendAsync(FrameBuilder.Close(1011));

        var session = await spans.FindAsync("session /traced/session", _trace);
        Assert.Equal(ActivityStatusCode.Error, session.Status);
        Assert.Equal(typeof(InvalidOperationException).FullName, session.GetTagItem("error.type"));
        Assert.Equal(1011, session.GetTagItem("endpoints.close.code"));
    }

    [Fact]
    public async Task A_refused_handshake_is_a_span_with_the_reason()
    {
        using var spans = new SpanReadings(_trace);
        await using var peer = await ConnectAsync();
        var request = RawPeer.Request("/traced/session", TraceParent, "Origin: https://elsewhere.example");

        Assert.Equal(403, (await peer.ExchangeAsync(request)).Status);

        var handshake = await spans.FindAsync("handshake /traced/session", _trace);
        Assert.Equal(403, handshake.GetTagItem("http.response.status_code"));
        Assert.Equal("origin_not_allowed", handshake.GetTagItem("error.type"));
    }

    [Fact]
    public async Task A_handshake_whose_interceptor_waits_ends_when_that_has_decided()
    {
        using var spans = new SpanReadings(_trace);
        await using var peer = await OpenAsync("/traced/session", TraceParent, "X-Wait: yes");
        await peer.ReadTextAsync();

        Assert.Equal(101, (await spans.FindAsync("handshake /traced/session", _trace)).GetTagItem("http.response.status_code"));
    }

    [Fact]
    public async Task Each_message_is_a_trace_of_its_own_that_is_linked_to_the_handshake()
    {
        using var spans = new SpanReadings(_trace);
        await using var peer = await OpenAsync("/traced/messages", TraceParent);

        await peer.SendAsync(FrameBuilder.Text("x"), FrameBuilder.Binary([1, 2, 3]));
        Assert.Equal("x: message /traced/messages True", await peer.ReadTextAsync());
        Assert.Equal("message /traced/messages", await peer.ReadTextAsync());

        var handshake = await spans.FindAsync("handshake /traced/messages", _trace);
        var messages = await spans.FindLinkedAsync(handshake, 2);
        Assert.Equal(["binary", "text"], messages.Select(span => (string)span.GetTagItem("endpoints.message.type")!).Order());
        Assert.All(messages, span => Assert.NotEqual(_trace, span.TraceId));
        Assert.All(messages, span => Assert.Equal(default, span.ParentSpanId));
        Assert.Equal(2, messages.Select(span => span.TraceId).Distinct().Count());
    }

    [Fact]
    public async Task A_message_may_name_its_trace_where_the_sub_protocol_has_a_place_for_it()
    {
        using var spans = new SpanReadings(_trace);
        await using var peer = await OpenAsync("/traced/messages", TraceParent, "Sec-WebSocket-Protocol: trace.example");
        var other = ActivityTraceId.CreateRandom();

        await peer.SendAsync(
            FrameBuilder.Text($"00-{other}-00f067aa0ba902b7-01\nx"), FrameBuilder.Text("nonsense\ny"), FrameBuilder.Text("!"));
        Assert.EndsWith("x: message /traced/messages True", await peer.ReadTextAsync(), StringComparison.Ordinal);
        Assert.EndsWith("y: message /traced/messages True", await peer.ReadTextAsync(), StringComparison.Ordinal);
        Assert.Equal("!: session /traced/messages True", await peer.ReadTextAsync());

        var handshake = await spans.FindAsync("handshake /traced/messages", _trace);
        var messages = await spans.FindLinkedAsync(handshake, 2);
        Assert.Single(messages, span => span.TraceId == other && span.ParentSpanId.ToHexString() == "00f067aa0ba902b7");
    }

    [Fact]
    public async Task Messages_and_bytes_are_counted_by_route_and_direction()
    {
        using var readings = new MeterReadings(Server.Metrics.Meter, Server.Metrics.HandlerMeter);
        await using var peer = await OpenAsync("/echo");
        await peer.SendAsync(FrameBuilder.Text("four"), FrameBuilder.Binary(new byte[100_000]));
        Assert.Equal("four", await peer.ReadTextAsync());
        Assert.Equal(100_000, (await peer.ReadFrameAsync()).Payload.Length);

        // What is read is counted when the door is done with the read, which the answer may be faster than.
        await peer.SendAsync(FrameBuilder.Ping("done"));
        await peer.ReadFrameAsync();
        Assert.Equal(2, readings.Observe("endpoints.messages", ("http.route", "/echo"), ("network.io.direction", "receive")));
        Assert.Equal(100_004, readings.Observe("endpoints.messages.io", ("http.route", "/echo"), ("network.io.direction", "receive")));
        Assert.Equal(2, readings.Observe("endpoints.messages", ("http.route", "/echo"), ("network.io.direction", "transmit")));
        Assert.Equal(100_004, readings.Observe("endpoints.messages.io", ("http.route", "/echo"), ("network.io.direction", "transmit")));
        Assert.Equal(0, readings.Observe("endpoints.send_queue.size", ("http.route", "/echo")));
        Assert.Equal(2, readings.Recorded("endpoints.handlers.duration").Count(reading => Equals(reading.Tags["http.route"], "/echo")));
        Assert.Equal(1, readings.Sum("endpoints.sessions.open", ("http.route", "/echo")));
    }
}
