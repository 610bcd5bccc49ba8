using System.Buffers;
using System.IO.Compression;
using Endpoints.Protocol.Deflate;

namespace Endpoints.Connections.Compression;

/// <summary>
/// DEFLATE through <see cref="DeflateStream"/>, for platforms where <see cref="ZlibCodec"/> is not available. It knows one window, of 15
/// bits; it allocates where the other does not, and it decompresses more slowly, for it has to feed byte by byte.
/// </summary>
internal sealed class DeflateStreamCodec : DeflateCodec
{
    public override int MinWindowBits => DeflateParameters.LargestWindowBits;

    public override Deflater CreateDeflater(int windowBits) => new StreamDeflater(windowBits);

    public override Inflater CreateInflater(int windowBits) => new StreamInflater(windowBits);

    private sealed class StreamDeflater(int windowBits) : Deflater(windowBits)
    {
        private readonly Sink _sink = new();
        private DeflateStream? _stream;
        private int _taken;
        private bool _isFlushed;

        public override bool Deflate(ReadOnlySpan<byte> source, Span<byte> destination, bool forget, out int consumed, out int written)
        {
            if (!_isFlushed)
            {
                _stream ??= new DeflateStream(_sink, CompressionLevel.Optimal, leaveOpen: true);
                _stream.Write(source);
                _stream.Flush();
                _isFlushed = true;
            }

            var rest = _sink.Written.WrittenSpan[_taken..];
            written = Math.Min(rest.Length, destination.Length);
            rest[..written].CopyTo(destination);
            _taken += written;
            consumed = source.Length;
            if (written < rest.Length)
            {
                return false;
            }

            if (forget)
            {
                // Ends the stream, which writes a last block that nobody wants.
                Dispose();
            }

            _sink.Written.ResetWrittenCount();
            _taken = 0;
            _isFlushed = false;
            return true;
        }

        public override void Dispose()
        {
            _stream?.Dispose();
            _stream = null;
        }
    }

    private sealed class StreamInflater(int windowBits) : Inflater(windowBits)
    {
        private readonly Source _source = new();
        private DeflateStream? _stream;

        public override InflateStatus Inflate(ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int written)
        {
            (consumed, written) = (0, 0);
            _stream ??= new DeflateStream(_source, CompressionMode.Decompress, leaveOpen: true);
            try
            {
                while (written < destination.Length)
                {
                    // A stream that has ended does not ask for the byte. One at a time, because it would not give back what it has
                    // read ahead.
                    _source.Offer(source[consumed..]);
                    var count = _stream.Read(destination[written..]);
                    written += count;
                    consumed += _source.Taken;
                    if (count > 0)
                    {
                        continue;
                    }

                    if (!_source.WasAsked)
                    {
                        return InflateStatus.FinalBlockEnded;
                    }

                    if (_source.Taken == 0)
                    {
                        return InflateStatus.More;
                    }
                }

                return InflateStatus.More;
            }
            catch (InvalidDataException)
            {
                return InflateStatus.Invalid;
            }
        }

        public override void Reset() => Dispose();

        public override void Dispose()
        {
            _stream?.Dispose();
            _stream = null;
        }
    }

    /// <summary>Keeps what is written to it.</summary>
    private sealed class Sink : OneWayStream
    {
        public ArrayBufferWriter<byte> Written { get; } = new();

        public override bool CanWrite => true;

        public override void Write(byte[] buffer, int offset, int count) => Written.Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => Written.Write(buffer);
    }

    /// <summary>Gives one byte, once.</summary>
    private sealed class Source : OneWayStream
    {
        private byte _next;
        private bool _hasNext;

        public override bool CanRead => true;

        public bool WasAsked { get; private set; }

        public int Taken { get; private set; }

        public void Offer(ReadOnlySpan<byte> source)
        {
            _hasNext = !source.IsEmpty;
            _next = _hasNext ? source[0] : default;
            WasAsked = false;
            Taken = 0;
        }

        public override int Read(Span<byte> buffer)
        {
            WasAsked = true;
            if (!_hasNext || buffer.IsEmpty)
            {
                return 0;
            }

            buffer[0] = _next;
            _hasNext = false;
            return ++Taken;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    }

    private abstract class OneWayStream : Stream
    {
        public override bool CanRead => false;

        public override bool CanWrite => false;

        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
