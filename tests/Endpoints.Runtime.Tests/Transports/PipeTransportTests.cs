using System.Buffers;
using System.IO.Pipelines;
using Endpoints.Connections;
using Endpoints.Connections.Memory;
using Endpoints.Options;
using Endpoints.Protocol;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;
using Endpoints.Transports;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ReadResult = System.IO.Pipelines.ReadResult;

namespace Endpoints.Runtime.Tests.Transports;

public class PipeTransportTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly PipeOptions Inline = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false);

    private readonly SessionRegistry _registry = new();
    private readonly RecordingSink _sink = new();
    private readonly MemoryBudget _memory = new(null);
    private readonly Pipe _toServer = new(Inline);
    private readonly Pipe _toPeer = new(Inline);
    private int _aborts;

    private (PipeTransport Transport, WebSocketConnection Connection) Create(PipeReader? input = null, PipeWriter? output = null)
    {
        var transport = new PipeTransport(input ?? _toServer.Reader, output ?? _toPeer.Writer, Abort);
        var connection = new WebSocketConnection(
            new FakeHandshake(),
            _sink,
            ConnectionLimits.Resolve(new WebSocketEndpointOptions(), null),
            transport,
            _registry,
            new FakeTimeProvider(),
            NullLogger.Instance,
            memory: _memory);
        return (transport, connection);
    }

    private void Abort()
    {
        _aborts++;
        _toServer.Reader.CancelPendingRead();
        _toServer.Writer.Complete(new IOException("Aborted."));
        _toPeer.Reader.Complete();
    }

    public static TheoryData<int> SegmentSizes => [.. Enumerable.Range(1, 40), 64, 137, 138, 139, 140, 300, 511, 512, 513, 700];

    /// <summary>Frames of every kind, with their boundaries at every place of a segment.</summary>
    [Theory]
    [MemberData(nameof(SegmentSizes))]
    public async Task Segments_of_any_size_are_one_conversation_and_one_flush(int size)
    {
        byte[] conversation =
        [
            .. FrameBuilder.Text("a"),
            .. FrameBuilder.Text(""),
            .. FrameBuilder.Ping(new string('p', 125)),
            .. FrameBuilder.Text(new string('m', 126)),
            .. FrameBuilder.Fragments(Opcode.Text, "fragmented"u8.ToArray(), [3, 3]),
            .. FrameBuilder.Text(new string('l', 700)),
            .. FrameBuilder.Text("z"),
            .. FrameBuilder.Close(1000),
        ];
        _sink.OnCall = (session, call) =>
        {
            if (call.StartsWith("text", StringComparison.Ordinal))
            {
                Assert.True(session.TrySendText("ok"u8));
            }

            return default;
        };
        var output = new CountingWriter(_toPeer.Writer);
        var (transport, connection) = Create(new SegmentReader(conversation, size), output);

        await transport.RunAsync(connection, CancellationToken.None).WaitAsync(Patience);

        string[] expected =
        [
            "open", "text a", "text", $"ping {new string('p', 125)}", $"text {new string('m', 126)}", "text fragmented", $"text {new string('l', 700)}", "text z",
            "closed 1000",
        ];
        Assert.Equal(expected, _sink.Calls.Select(call => call.Trim()));
        Assert.Equal(1, output.Flushes);
        Assert.Equal(0, _memory.Used);
    }

    [Fact]
    public async Task What_waits_for_a_handler_is_delivered_when_it_returns_without_another_byte()
    {
        var handler = new TaskCompletionSource();
        _sink.OnCall = (_, call) => call == "text first" ? new ValueTask(handler.Task) : default;
        var (transport, connection) = Create();
        var running = transport.RunAsync(connection, CancellationToken.None);

        // The head of the second is looked at before the rest of it comes, and cannot be put back into the pipe as not seen.
        var second = FrameBuilder.Text("second");
        await _toServer.Writer.WriteAsync((byte[])[.. FrameBuilder.Text("first"), .. second[..3]]);
        await _toServer.Writer.WriteAsync(second.AsMemory(3));
        Assert.Equal(["open", "text first"], _sink.Calls);
        handler.SetResult();
        await _toServer.Writer.WriteAsync(FrameBuilder.Close(1000));
        await running.WaitAsync(Patience);

        Assert.Equal(["open", "text first", "text second", "closed 1000"], _sink.Calls);
        Assert.Equal(0, _aborts);
    }

    [Fact]
    public async Task The_end_of_the_peer_comes_after_what_it_sent_before()
    {
        var (transport, connection) = Create();
        await _toServer.Writer.WriteAsync((byte[])[.. FrameBuilder.Text("last"), 0x81]);
        await _toServer.Writer.CompleteAsync();

        await transport.RunAsync(connection, CancellationToken.None).WaitAsync(Patience);

        Assert.Equal(["open", "text last", "closed 1006"], _sink.Calls);
    }

    [Fact]
    public async Task A_read_that_somebody_cancels_is_read_again()
    {
        var (transport, connection) = Create();
        var running = transport.RunAsync(connection, CancellationToken.None);

        _toServer.Reader.CancelPendingRead();
        await _toServer.Writer.WriteAsync(FrameBuilder.Close(1000));
        await running.WaitAsync(Patience);

        Assert.Equal(["open", "closed 1000"], _sink.Calls);
    }

    [Fact]
    public async Task The_reader_is_left_so_that_somebody_else_can_read()
    {
        var (transport, connection) = Create();
        await _toServer.Writer.WriteAsync(FrameBuilder.Close(1000));
        await transport.RunAsync(connection, CancellationToken.None).WaitAsync(Patience);

        await _toServer.Writer.WriteAsync(new byte[] { 1 });

        Assert.True(_toServer.Reader.TryRead(out var result));
        Assert.Equal(1, result.Buffer.Length);
    }

    [Fact]
    public async Task A_peer_that_takes_nothing_any_more_ends_the_session()
    {
        await _toPeer.Reader.CompleteAsync();
        _sink.OnCall = (session, call) =>
        {
            session.TrySendText("lost"u8);
            return default;
        };
        var (transport, connection) = Create();

        await transport.RunAsync(connection, CancellationToken.None).WaitAsync(Patience);

        Assert.Equal(["open", "closed 1006"], _sink.Calls);
        Assert.Equal(1, _aborts);
    }

    [Fact]
    public async Task Nothing_is_written_or_aborted_once_the_session_has_run()
    {
        var (transport, connection) = Create();
        await _toServer.Writer.WriteAsync(FrameBuilder.Close(1000));
        await transport.RunAsync(connection, CancellationToken.None).WaitAsync(Patience);

        transport.Abort();
        ((IConnectionTransport)transport).RequestFlush();

        Assert.Equal(0, _aborts);
        Assert.True(_toPeer.Reader.TryRead(out var result));
        Assert.Equal([0x88, 0x02, 0x03, 0xE8], result.Buffer.ToArray());
    }

    [Fact]
    public async Task A_part_of_a_frame_that_waits_is_counted_and_nothing_else_is()
    {
        var (transport, connection) = Create();
        var running = transport.RunAsync(connection, CancellationToken.None);

        await _toServer.Writer.WriteAsync(FrameBuilder.Text("whole"));
        Assert.Equal(0, connection.HeldBytes);
        var close = FrameBuilder.Close(1000);
        await _toServer.Writer.WriteAsync(close.AsMemory(0, 1));
        Assert.Equal(4 * 1024, connection.HeldBytes);
        await _toServer.Writer.WriteAsync(close.AsMemory(1));
        await running.WaitAsync(Patience);

        Assert.Equal(0, _memory.Used);
    }

    /// <summary>What fits goes to the pipe at once, what does not waits behind it, and what comes then waits behind that.</summary>
    [Theory]
    [InlineData(10, 20, 30)]
    [InlineData(10, 64 * 1024, 20)]
    [InlineData(10, (64 * 1024) + 1, 20)]
    [InlineData(64 * 1024, 64 * 1024, 64 * 1024, 64 * 1024, 64 * 1024, 1)]
    [InlineData(300_000, 10, 300_000, 10)]
    public async Task Messages_of_all_sizes_leave_in_their_order(params int[] sizes)
    {
        var payloads = sizes.Select((size, i) => Enumerable.Repeat((byte)(i + 1), size).ToArray()).ToArray();
        _sink.OnCall = (session, call) =>
        {
            foreach (var payload in call == "text go" ? payloads : [])
            {
                Assert.True(session.TrySendBinary(payload));
            }

            return default;
        };
        var (transport, connection) = Create();
        var running = transport.RunAsync(connection, CancellationToken.None);
        await _toServer.Writer.WriteAsync((byte[])[.. FrameBuilder.Text("go"), .. FrameBuilder.Ping("p")]);
        Assert.Equal(sizes.Sum() > 64 * 1024, connection.BufferedAmount > 0);

        var frames = await ReadFramesAsync(sizes.Length + 1);

        Assert.Equal(payloads, frames.Take(sizes.Length).Select(frame => frame.Payload));
        Assert.Equal(Opcode.Pong, frames[^1].Opcode);
        await _toServer.Writer.WriteAsync(FrameBuilder.Close(1000));
        await running.WaitAsync(Patience);
        Assert.Equal(0, connection.BufferedAmount);
        Assert.Equal(0, connection.HeldBytes);
    }

    [Fact]
    public async Task What_is_gathered_counts_as_queued_until_it_is_taken()
    {
        var accepted = 0;
        _sink.OnCall = (session, call) =>
        {
            while (call == "text go" && session.TrySendBinary(new byte[1000]))
            {
                accepted++;
            }

            return default;
        };
        var (transport, connection) = Create();
        var running = transport.RunAsync(connection, CancellationToken.None);
        await _toServer.Writer.WriteAsync(FrameBuilder.Text("go"));

        var limit = new WebSocketEndpointOptions().MaxSendQueueSize;
        Assert.InRange(connection.BufferedAmount, limit - 1003, limit + 4);
        Assert.Equal(accepted * 1004, connection.BufferedAmount);
        Assert.Equal(accepted, (await ReadFramesAsync(accepted)).Count);
        await _toServer.Writer.WriteAsync(FrameBuilder.Close(1000));
        await running.WaitAsync(Patience);
        Assert.Equal(0, connection.BufferedAmount);
    }

    private async Task<IReadOnlyList<SentFrame>> ReadFramesAsync(int count)
    {
        List<byte> bytes = [];
        while (true)
        {
            var frames = SentFrame.ReadAll(bytes.ToArray(), out _);
            if (frames.Count >= count)
            {
                return frames;
            }

            var result = await _toPeer.Reader.ReadAsync().AsTask().WaitAsync(Patience);
            bytes.AddRange(result.Buffer.ToArray());
            _toPeer.Reader.AdvanceTo(result.Buffer.End);
        }
    }

    /// <summary>Gives all of its bytes in one read, in segments of one size.</summary>
    private sealed class SegmentReader(byte[] bytes, int size) : PipeReader
    {
        private ReadOnlySequence<byte> _sequence = Segment.Chain(bytes, size);

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
            new(new ReadResult(_sequence, isCanceled: false, isCompleted: true));

        public override bool TryRead(out ReadResult result) => throw new NotSupportedException();

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _sequence = _sequence.Slice(consumed);

        public override void CancelPendingRead()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public static ReadOnlySequence<byte> Chain(byte[] bytes, int size)
        {
            Segment? first = null;
            Segment? last = null;
            for (var start = 0; start < bytes.Length; start += size)
            {
                var next = new Segment { Memory = bytes.AsMemory(start, Math.Min(size, bytes.Length - start)), RunningIndex = start };
                _ = last is null ? first = next : last.Next = next;
                last = next;
            }

            return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
        }
    }

    private sealed class CountingWriter(PipeWriter inner) : PipeWriter
    {
        public int Flushes { get; private set; }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            Flushes++;
            return inner.FlushAsync(cancellationToken);
        }

        public override void Advance(int bytes) => inner.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);
    }
}
