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

/// <summary>Assembled messages whose array goes from the reader to the output.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The session ends with its transport, and there is none to wait for.")]
public class HandOverTests
{
    private const int Smallest = WebSocketConnection.SmallestHandedOver;

    private readonly LendingTransport _transport = new();
    private readonly HandlerDispatcher _dispatcher = new();
    private readonly WebSocketConnection _connection;

    public HandOverTests()
    {
        _connection = new WebSocketConnection(
            new FakeHandshake(),
            new EndpointInvoker(_dispatcher, NullLogger.Instance),
            ConnectionLimits.Resolve(new WebSocketEndpointOptions { MaxMessageSize = 1024 * 1024 }, null),
            _transport,
            new SessionRegistry(),
            new FakeTimeProvider(),
            NullLogger.Instance);
        _transport.Connection = _connection;
        _connection.Start();
    }

    private delegate ValueTask Handler(WebSocketSession session, ReadOnlySpan<byte> payload);

    [Theory]
    [InlineData(Smallest - 1, false)]
    [InlineData(Smallest, true)]
    [InlineData(1024 * 1024, true)]
    public void An_echo_of_an_assembled_message_leaves_from_its_array_once_it_is_large(int size, bool isHandedOver)
    {
        var payload = ReceiveInParts(size, 1);

        Assert.Equal(size + FrameHeaderWriter.GetLength(size, masked: false), _connection.BufferedAmount);
        Assert.Equal(isHandedOver ? 2 : 1, _transport.Pool.Lent);
        var sizes = WriteAll();
        Assert.Equal(isHandedOver, sizes[0] < 16);
        Assert.All(sizes, batch => Assert.InRange(batch, 1, 256 * 1024));

        var frame = Assert.Single(_transport.TakeFrames());
        Assert.Equal(Opcode.Binary, frame.Opcode);
        Assert.Equal(payload, frame.Payload);
        AssertNothingHeld();
    }

    [Fact]
    public void It_is_counted_once()
    {
        ReceiveInParts(Smallest, 2);

        Assert.InRange(_connection.HeldBytes, Smallest, Smallest + 256);
    }

    [Fact]
    public void The_order_holds_with_what_is_sent_behind_it()
    {
        _dispatcher.Handler = (session, payload) =>
        {
            session.TrySendBinary(payload);
            session.TrySendText("behind"u8);
            session.TrySendPing("p"u8);
            return default;
        };
        ReceiveInParts(300_000, 3);
        _connection.TrySendText("late"u8);
        WriteAll();

        Assert.Equal([300_000, 6, 1, 4], _transport.TakeFrames().Select(frame => frame.Payload.Length));
        AssertNothingHeld();
    }

    [Fact]
    public void Behind_something_else_it_is_copied()
    {
        _dispatcher.Handler = (session, payload) =>
        {
            session.TrySendText("first"u8);
            session.TrySendBinary(payload);
            return default;
        };
        var payload = ReceiveInParts(Smallest, 4);
        WriteAll();

        var frames = _transport.TakeFrames();
        Assert.Equal([5, Smallest], frames.Select(frame => frame.Payload.Length));
        Assert.Equal(payload, frames[1].Payload);
        AssertNothingHeld();
    }

    [Fact]
    public void Sent_twice_it_is_copied_the_second_time()
    {
        _dispatcher.Handler = (session, payload) =>
        {
            session.TrySendBinary(payload);
            session.TrySendBinary(payload);
            return default;
        };
        var payload = ReceiveInParts(Smallest, 5);
        WriteAll();

        Assert.All(_transport.TakeFrames(), frame => Assert.Equal(payload, frame.Payload));
        AssertNothingHeld();
    }

    /// <summary>A full queue is flushed in the middle of a batch, so the array may be written while its handler still runs.</summary>
    [Fact]
    public void An_array_that_its_handler_still_reads_does_not_go_back_to_the_pool()
    {
        byte[] read = [];
        _dispatcher.Handler = (session, payload) =>
        {
            session.TrySendBinary(payload);
            WriteAll();
            Assert.Equal(1, _transport.Pool.Lent);
            read = payload.ToArray();
            return default;
        };
        var payload = ReceiveInParts(Smallest, 6);

        Assert.Equal(payload, read);
        Assert.Equal(payload, Assert.Single(_transport.TakeFrames()).Payload);
        Assert.Equal(0, _connection.HeldBytes);
    }

    [Fact]
    public void A_handler_that_goes_on_keeps_what_it_was_given()
    {
        var handler = new TaskCompletionSource();
        ReadOnlyMemory<byte> kept = default;
        _dispatcher.Borrow = true;
        _dispatcher.Handler = (session, payload) =>
        {
            kept = _dispatcher.Borrowed;
            session.TrySendBinary(payload);
            return new ValueTask(handler.Task);
        };
        var payload = ReceiveInParts(Smallest, 7);
        WriteAll();

        // It is still lent, so nobody else gets it.
        Assert.Equal(1, _transport.Pool.Lent);
        Assert.Equal(payload, kept.ToArray());
        Assert.Equal(payload, Assert.Single(_transport.TakeFrames()).Payload);
        handler.SetResult();
    }

    [Fact]
    public void Another_thread_gets_a_copy_made()
    {
        _dispatcher.Borrow = true;
        _dispatcher.Handler = (session, _) =>
        {
            var memory = _dispatcher.Borrowed;
            var other = new Thread(() => session.TrySendBinary(memory.Span));
            other.Start();
            other.Join();
            return default;
        };
        var payload = ReceiveInParts(Smallest, 8);
        var sizes = WriteAll();

        Assert.Equal([Smallest + 10], sizes);
        Assert.Equal(payload, Assert.Single(_transport.TakeFrames()).Payload);
        AssertNothingHeld();
    }

    [Fact]
    public void The_end_of_the_session_lets_go_of_it()
    {
        ReceiveInParts(Smallest, 9);

        _connection.TransportClosed();

        Assert.False(_connection.TryTakeOutput(out _));
        Assert.Equal(0, _connection.HeldBytes);
        _connection.OutputWritten();
    }

    private byte[] ReceiveInParts(int size, int seed)
    {
        var payload = new byte[size];
        new Random(seed).NextBytes(payload);
        var frame = FrameBuilder.Binary(payload);
        foreach (var part in frame.Chunk(50_000))
        {
            Assert.Equal(ReceiveStatus.NeedMore, _transport.Receive(part));
        }

        return payload;
    }

    private List<int> WriteAll()
    {
        List<int> sizes = [];
        var before = _transport.WrittenBytes;
        while (_transport.WriteBatch(out _))
        {
            sizes.Add((int)(_transport.WrittenBytes - before));
            before = _transport.WrittenBytes;
        }

        return sizes;
    }

    private void AssertNothingHeld()
    {
        Assert.Equal(0, _connection.HeldBytes);
        Assert.Equal(0, _connection.BufferedAmount);
        Assert.Equal(0, _transport.Pool.Lent);
    }

    private sealed class HandlerDispatcher : EndpointDispatcher
    {
        public Handler Handler { get; set; } = static (session, payload) =>
        {
            session.TrySendBinary(payload);
            return default;
        };

        /// <summary>Whether payloads are asked for as memory, as handlers with a memory parameter do.</summary>
        public bool Borrow { get; set; }

        public ReadOnlyMemory<byte> Borrowed { get; private set; }

        public override HandlerKinds Handlers => HandlerKinds.Text | HandlerKinds.Binary;

        public override ValueTask BinaryAsync(WebSocketSession session, IncomingMessage message)
        {
            Borrowed = Borrow ? message.AsMemory() : default;
            return Handler(session, message.Payload);
        }
    }
}
