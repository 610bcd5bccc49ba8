namespace Endpoints.Testing.Memory;

/// <summary>One end of a connection in memory. Disposing it ends both directions, as closing a socket does.</summary>
internal sealed class DuplexPipeStream : Stream
{
    private const int Capacity = 64 * 1024;

    private DuplexPipeStream(MemoryPipe incoming, MemoryPipe outgoing)
    {
        Incoming = incoming;
        Outgoing = outgoing;
    }

    /// <summary>What this end reads from.</summary>
    public MemoryPipe Incoming { get; }

    /// <summary>What this end writes to.</summary>
    public MemoryPipe Outgoing { get; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Bytes written to this end so far.</summary>
    public long BytesWritten => Outgoing.Written;

    /// <summary>Two ends; what is written to one is read from the other. A writer waits while 64 KiB are unread.</summary>
    public static (DuplexPipeStream Client, DuplexPipeStream Server) CreatePair()
    {
        var up = new MemoryPipe(Capacity);
        var down = new MemoryPipe(Capacity);
        return (new DuplexPipeStream(down, up), new DuplexPipeStream(up, down));
    }

    /// <summary>Ends this end while it is in use: pending reads and writes fail, and the other end sees the end.</summary>
    public void Abort()
    {
        Incoming.CancelRead();
        Outgoing.BreakOff();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Incoming.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        Outgoing.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Outgoing.EndWriting();
            Incoming.EndReading();
        }

        base.Dispose(disposing);
    }
}
