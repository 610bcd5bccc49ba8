using System.Runtime.CompilerServices;

namespace Endpoints.Client.Connecting;

/// <summary>
/// The stream of an extended CONNECT, which its disposal ends at any time (RFC 8441 section 5: a reset stands for that of a TCP connection). What
/// is written leaves at once: the platform holds it back otherwise until somebody flushes.
/// </summary>
internal sealed class ExtendedConnectStream(HttpResponseMessage response, Stream stream) : Stream
{
    private IDisposable? _connection;
    private OpenedStream? _below;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Ends a connection with the stream, because it has no other. Before the stream is used.</summary>
    public void OwnConnection(IDisposable connection, OpenedStream below)
    {
        _connection = connection;
        _below = below;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        stream.ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var writing = stream.WriteAsync(buffer, cancellationToken);
        if (!writing.IsCompletedSuccessfully)
        {
            return FlushBehindAsync(writing, cancellationToken);
        }

        writing.GetAwaiter().GetResult();
        return new ValueTask(stream.FlushAsync(cancellationToken));
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => stream.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            response.Dispose();
            _connection?.Dispose();
            _below?.Abort();
        }

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FlushBehindAsync(ValueTask writing, CancellationToken cancellationToken)
    {
        await writing.ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
