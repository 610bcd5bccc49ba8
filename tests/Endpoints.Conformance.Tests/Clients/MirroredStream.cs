using System.Buffers;

namespace Endpoints.Conformance.Tests.Clients;

/// <summary>
/// The server's end of a connection, for a peer that speaks as a client: what it writes comes to our client as a server's frames, and what our
/// client sends is read as a server's. When both have closed it ends its direction, as a server has to (RFC 6455 section 7.1.1).
/// </summary>
/// <param name="stream">The server's end.</param>
/// <param name="endWriting">Ends what it writes.</param>
internal sealed class MirroredStream(Stream stream, Action endWriting) : Stream
{
    private const int BufferSize = 16 * 1024;

    private readonly MaskFlip _toClient = new();
    private readonly MaskFlip _fromClient = new();
    private readonly ArrayBufferWriter<byte> _written = new();
    private readonly ArrayBufferWriter<byte> _received = new();
    private readonly SemaphoreSlim _writing = new(1);
    private int _taken;
    private bool _isEnded;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            _written.ResetWrittenCount();
            _toClient.Write(buffer.Span, _written);
            if (!_isEnded)
            {
                await stream.WriteAsync(_written.WrittenMemory, cancellationToken);
                EndIfClosed();
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_taken == _received.WrittenCount)
        {
            var bytes = new byte[BufferSize];
            var read = await stream.ReadAsync(bytes, cancellationToken);
            if (read == 0)
            {
                return 0;
            }

            _received.ResetWrittenCount();
            _taken = 0;
            _fromClient.Write(bytes.AsSpan(0, read), _received);
            if (_fromClient.HasClosed)
            {
                await _writing.WaitAsync(cancellationToken);
                EndIfClosed();
                _writing.Release();
            }
        }

        var count = Math.Min(buffer.Length, _received.WrittenCount - _taken);
        _received.WrittenMemory.Slice(_taken, count).CopyTo(buffer);
        _taken += count;
        return count;
    }

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
            stream.Dispose();
            _writing.Dispose();
        }

        base.Dispose(disposing);
    }

    private void EndIfClosed()
    {
        if (!_isEnded && _toClient.HasClosed && _fromClient.HasClosed)
        {
            _isEnded = true;
            endWriting();
        }
    }
}
