using System.Diagnostics.CodeAnalysis;
using Endpoints.Connections;
using Endpoints.Dispatch;
using Endpoints.Generated;
using Endpoints.Options;
using Endpoints.Protocol;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Endpoints.Runtime.Tests.Connections;

/// <summary>Messages that leave from the memory that they came in.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The session ends with its transport, and there is none to wait for.")]
public class LendingTests
{
    private const int Smallest = WebSocketConnection.SmallestLent;

    private readonly LendingTransport _transport = new();
    private readonly HandlerDispatcher _dispatcher = new();
    private readonly WebSocketConnection _connection;

    public LendingTests()
    {
        _connection = new WebSocketConnection(
            new FakeHandshake(),
            new EndpointInvoker(_dispatcher, NullLogger.Instance),
            ConnectionLimits.Resolve(new WebSocketEndpointOptions(), null),
            _transport,
            new SessionRegistry(),
            new FakeTimeProvider(),
            NullLogger.Instance);
        _transport.Connection = _connection;
        _connection.Start();
    }

    private delegate void Handler(WebSocketSession session, ReadOnlySpan<byte> payload);

    [Theory]
    [InlineData(Smallest, true)]
    [InlineData(Smallest - 1, false)]
    [InlineData(60_000, true)]
    public void An_echo_leaves_from_the_buffer_once_it_is_large(int size, bool isLent)
    {
        var payload = Payload(size, 1);
        _transport.Receive(FrameBuilder.Binary(payload));

        Assert.Equal(isLent, _transport.IsLent);
        Assert.Equal(isLent ? size + 4 : 8192, _connection.HeldBytes);
        Assert.Equal(size + 4, _connection.BufferedAmount);
        Assert.True(_transport.WriteBatch(out var fromBuffer));
        Assert.False(_transport.WriteBatch(out _));

        Assert.Equal(isLent, fromBuffer);
        var frame = Assert.Single(_transport.TakeFrames());
        Assert.Equal(Opcode.Binary, frame.Opcode);
        Assert.Equal(payload, frame.Payload);
        Assert.Equal(0, _connection.HeldBytes);
        Assert.Equal(0, _connection.BufferedAmount);
    }

    [Fact]
    public void The_order_holds_when_more_comes_and_goes_before_and_behind()
    {
        _transport.Receive(
            FrameBuilder.Concat(
                FrameBuilder.Binary([1]),
                FrameBuilder.Binary(Payload(5000, 2)),
                FrameBuilder.Ping("p"),
                FrameBuilder.Binary(Payload(6000, 3))));
        Assert.Equal(0, _transport.Lendings);
        Drain();
        _transport.Receive(
            FrameBuilder.Concat(
                FrameBuilder.Binary(Payload(5000, 4)),
                FrameBuilder.Ping("q"),
                FrameBuilder.Binary(Payload(6000, 5)),
                FrameBuilder.Binary([6])));
        Assert.Equal(1, _transport.Lendings);
        _connection.TrySendText("late"u8);
        Drain();

        Assert.Equal(
            [1, 5000, 1, 6000, 5000, 1, 6000, 1, 4],
            _transport.TakeFrames().Select(frame => frame.Payload.Length));
    }

    [Fact]
    public void What_is_sent_twice_is_copied_the_second_time()
    {
        _dispatcher.Handler = (session, payload) =>
        {
            session.TrySendBinary(payload);
            session.TrySendText(payload);
        };
        var text = Enumerable.Repeat((byte)'x', 5000).ToArray();
        _transport.Receive(FrameBuilder.Text(text));

        Assert.Equal(1, _transport.Lendings);
        Drain();
        var frames = _transport.TakeFrames();
        Assert.Equal([Opcode.Binary, Opcode.Text], frames.Select(frame => frame.Opcode));
        Assert.All(frames, frame => Assert.Equal(text, frame.Payload));
    }

    [Fact]
    public void A_part_of_a_message_is_copied_for_its_handler_may_read_on()
    {
        byte[] read = [];
        _dispatcher.Handler = (session, payload) =>
        {
            session.TrySendBinary(payload[100..]);
            session.TrySendBinary(payload[..^1]);
            read = payload.ToArray();
        };
        var sent = Payload(6000, 7);
        _transport.Receive(FrameBuilder.Binary(sent));

        Assert.Equal(0, _transport.Lendings);
        Assert.Equal(sent, read);
    }

    [Fact]
    public void Other_memory_and_the_message_before_are_copied()
    {
        _dispatcher.Handler = (session, payload) => session.TrySendBinary(payload.ToArray());
        _transport.Receive(FrameBuilder.Binary(Payload(5000, 8)));
        Assert.Equal(0, _transport.Lendings);
        Drain();

        _dispatcher.Handler = (_, _) => { };
        var frame = FrameBuilder.Binary(Payload(5000, 9));
        _transport.Receive(frame);
        Assert.True(_connection.TrySendBinary(_transport.Buffer.AsSpan(frame.Length - 5000, 5000)));
        Assert.Equal(0, _transport.Lendings);
    }

    [Fact]
    public void A_transport_that_cannot_lend_now_gets_a_copy()
    {
        _transport.Refuses = true;
        _transport.Receive(FrameBuilder.Binary(Payload(5000, 10)));

        Assert.False(_transport.IsLent);
        Assert.True(_transport.WriteBatch(out var fromBuffer));
        Assert.False(fromBuffer);
    }

    [Fact]
    public void The_end_of_the_session_lets_go_of_what_is_lent()
    {
        _transport.Receive(FrameBuilder.Binary(Payload(5000, 11)));
        Assert.True(_transport.IsLent);

        _connection.TransportClosed();

        Assert.False(_connection.TryTakeOutput(out _));
        Assert.Equal(0, _connection.HeldBytes);
        Assert.Equal(0, _transport.Pool.Lent);
        _connection.OutputWritten();
    }

    private void Drain()
    {
        while (_transport.WriteBatch(out _))
        {
        }
    }

    private static byte[] Payload(int size, int seed)
    {
        var payload = new byte[size];
        new Random(seed).NextBytes(payload);
        return payload;
    }

    private sealed class HandlerDispatcher : EndpointDispatcher
    {
        public Handler Handler { get; set; } = static (session, payload) => session.TrySendBinary(payload);

        public override HandlerKinds Handlers => HandlerKinds.Text | HandlerKinds.Binary;

        public override ValueTask TextAsync(WebSocketSession session, IncomingMessage message) => BinaryAsync(session, message);

        public override ValueTask BinaryAsync(WebSocketSession session, IncomingMessage message)
        {
            Handler(session, message.Payload);
            return default;
        }
    }
}
