using Endpoints.Connections;
using Endpoints.Connections.Memory;
using Endpoints.Options;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;
using Endpoints.Testing;
using Endpoints.Transports;
using Microsoft.Extensions.Logging.Abstractions;

namespace Endpoints.Runtime.Tests.Transports;

public class StreamTransportTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SessionRegistry _registry = new();
    private readonly RecordingSink _sink = new();

    private readonly TestClock _time = new();
    private readonly MemoryBudget _memory = new(null);

    private (StreamTransport Transport, WebSocketConnection Connection) Create(ScriptedStream stream)
    {
        var transport = new StreamTransport(stream, stream.Abort);
        var connection = new WebSocketConnection(
            new FakeHandshake(),
            _sink,
            ConnectionLimits.Resolve(new WebSocketEndpointOptions(), null),
            transport,
            _registry,
            _time,
            NullLogger.Instance,
            memory: _memory);
        return (transport, connection);
    }

    [Fact]
    public async Task A_write_that_fails_after_the_peers_close_ends_the_session()
    {
        var stream = new ScriptedStream(FrameBuilder.Close(1000), failsWrites: true);
        var (transport, connection) = Create(stream);

        await transport.RunAsync(connection, CancellationToken.None).WaitAsync(Patience);

        Assert.Equal(0, _registry.Count);
        Assert.Equal("closed 1000", _sink.Calls[^1]);
    }

    [Fact]
    public async Task A_read_that_fails_in_whatever_way_ends_the_session_and_runs_its_last_handler()
    {
        var stream = new ScriptedStream(null, failsWrites: false);
        var (transport, connection) = Create(stream);

        await transport.RunAsync(connection, CancellationToken.None).WaitAsync(Patience);

        Assert.Equal(["open", "closed 1006"], _sink.Calls);
    }

    [Fact]
    public async Task Nothing_is_aborted_once_the_session_has_run()
    {
        var stream = new ScriptedStream(FrameBuilder.Close(1000), failsWrites: false);
        var (transport, connection) = Create(stream);
        await transport.RunAsync(connection, CancellationToken.None).WaitAsync(Patience);

        transport.Abort();

        Assert.Equal(0, stream.Aborts);
        Assert.Equal([0x88, 0x02, 0x03, 0xE8], stream.Written);
    }

    [Fact]
    public async Task A_handler_that_does_not_return_keeps_the_connection_no_longer_than_the_close_timeout()
    {
        var handler = new TaskCompletionSource();
        var stream = new ScriptedStream(FrameBuilder.Close(1000), failsWrites: false);
        _sink.OnCall = (_, call) => call.StartsWith("closed", StringComparison.Ordinal) ? new ValueTask(handler.Task) : default;
        var (transport, connection) = Create(stream);
        var running = transport.RunAsync(connection, CancellationToken.None);

        var waited = TimeSpan.Zero;
        while (stream.Aborts == 0)
        {
            Assert.False(running.IsCompleted);
            Assert.InRange(waited, TimeSpan.Zero, TimeSpan.FromHours(10));
            _time.Advance(TimeSpan.FromSeconds(1));
            waited += TimeSpan.FromSeconds(1);
            await Task.Yield();
        }

        Assert.InRange(waited, new WebSocketEndpointOptions().CloseTimeout, TimeSpan.MaxValue);
        Assert.Equal([0x88, 0x02, 0x03, 0xE8], stream.Written);
        Assert.False(running.IsCompleted);
        handler.SetResult();
        await running.WaitAsync(Patience);
        Assert.Equal(1, stream.Aborts);
        Assert.Equal(0, _registry.Count);
    }

    [Fact]
    public async Task Input_that_was_not_consumed_is_counted_until_the_stream_ends()
    {
        // The head of a frame and no byte more; then the stream fails.
        var held = 0L;
        var stream = new ScriptedStream([0x82], failsWrites: false);
        var (transport, connection) = Create(stream);
        stream.OnEmpty = () => held = connection.HeldBytes;

        await transport.RunAsync(connection, CancellationToken.None).WaitAsync(Patience);

        Assert.Equal(16 * 1024, held);
        Assert.Equal(0, _memory.Used);
    }

    [Fact]
    public async Task Input_that_was_consumed_whole_is_not_counted()
    {
        var held = -1L;
        var stream = new ScriptedStream(FrameBuilder.Text("whole"), failsWrites: false);
        var (transport, connection) = Create(stream);
        stream.OnEmpty = () => held = connection.HeldBytes;

        await transport.RunAsync(connection, CancellationToken.None).WaitAsync(Patience);

        Assert.Equal(0, held);
    }

    /// <summary>Gives its input once, then fails to read; an end that is no <see cref="IOException"/> where there is none.</summary>
    private sealed class ScriptedStream(byte[]? input, bool failsWrites) : MemoryStream
    {
        private byte[] _input = input ?? [];

        public Action OnEmpty { get; set; } = () => { };

        public int Aborts { get; private set; }

        public List<byte> Written { get; } = [];

        public void Abort() => Aborts++;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_input.Length == 0)
            {
                OnEmpty();
                throw new InvalidOperationException("Nothing to read.");
            }

            if (buffer.IsEmpty)
            {
                return new ValueTask<int>(0);
            }

            _input.CopyTo(buffer);
            var read = _input.Length;
            _input = [];
            return new ValueTask<int>(read);
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            if (failsWrites)
            {
                throw new IOException("The peer is gone.");
            }

            Written.AddRange(buffer.Span);
        }
    }
}
