using System.IO.Pipelines;
using Endpoints.Connections;
using Endpoints.Options;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Endpoints.Transports;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Endpoints.Conformance.Tests.Hostile;

/// <summary>What <see cref="StreamTransport"/> makes of a stream that fails, or of one whose peer has ended its own direction only.</summary>
public class BrokenStreamTests
{
    private static readonly byte[] Conversation = [.. FrameBuilder.Text("Hello"), .. FrameBuilder.Ping("p"), .. FrameBuilder.Close(1000)];

    public static TheoryData<int> Cuts => [.. Enumerable.Range(0, Conversation.Length)];

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task A_read_that_fails_anywhere_ends_the_session_with_1006(int cut)
    {
        var (connection, transport, sink) = Open(new ResetStream(Conversation[..cut]));

        await transport.RunAsync(connection, CancellationToken.None);

        Assert.Equal(1006, (await connection.Completion).Code);
        Assert.Equal("closed 1006", sink.Calls[^1]);
    }

    [Fact]
    public async Task A_peer_that_ends_its_own_direction_gets_what_was_sent_before_and_then_the_end()
    {
        var (up, down) = (new Pipe(), new Pipe());
        var (connection, transport, sink) = Open(new PairStream(up.Reader.AsStream(), down.Writer.AsStream()));
        sink.OnCall = (session, call) => call == "text half" ? session.SendTextAsync("whole") : default;
        await up.Writer.WriteAsync(FrameBuilder.Text("half"));
        await up.Writer.CompleteAsync();

        await transport.RunAsync(connection, CancellationToken.None);
        await down.Writer.CompleteAsync();

        // There is no half-open session in RFC 6455: section 7.1.1 speaks of the connection, and without a close frame it is 1006.
        Assert.Equal(1006, (await connection.Completion).Code);
        await using var client = new RawPeer(down.Reader.AsStream());
        Assert.Equal("whole", await client.ReadTextAsync());
        Assert.True(await client.IsAtEndAsync());
    }

    private static (WebSocketConnection Connection, StreamTransport Transport, RecordingSink Sink) Open(Stream stream)
    {
        var sink = new RecordingSink();
        var transport = new StreamTransport(stream, () => { });
        var connection = new WebSocketConnection(
            new FakeHandshake(), sink, ConnectionLimits.Resolve(new WebSocketEndpointOptions(), null), transport, new SessionRegistry(),
            new FakeTimeProvider(), NullLogger.Instance);
        return (connection, transport, sink);
    }

    /// <summary>One stream to read from and one to write to.</summary>
    private class PairStream(Stream input, Stream output) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            input.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            output.WriteAsync(buffer, cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }

    /// <summary>Bytes, and then what a socket says after RST.</summary>
    private sealed class ResetStream(byte[] bytes) : PairStream(Null, Null)
    {
        private int _at;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_at == bytes.Length)
            {
                throw new IOException("Connection reset by peer.");
            }

            var count = Math.Min(buffer.Length, bytes.Length - _at);
            bytes.AsMemory(_at, count).CopyTo(buffer);
            _at += count;
            return new ValueTask<int>(count);
        }
    }
}
