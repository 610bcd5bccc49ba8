using System.Buffers;
using Endpoints.Handshake;

namespace Endpoints.Client.Connecting;

/// <summary>Reads the response to a handshake, its interim responses skipped (RFC 9110 section 15.2), within the limit of their heads.</summary>
/// <param name="stream">Where it comes from.</param>
/// <param name="sender">Who sends it, for messages of exceptions.</param>
/// <param name="maxHeadSize">Most bytes of all heads together.</param>
internal sealed class ResponseReader(Stream stream, string sender, int maxHeadSize) : IDisposable
{
    /// <summary>Most header lines of a response.</summary>
    public const int MaxHeaders = 100;

    private const int SmallestBuffer = 4096;

    private readonly HeaderField[] _fields = new HeaderField[MaxHeaders];
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(SmallestBuffer);
    private int _start;
    private int _count;
    private HeadProgress _progress;

    /// <summary>Judges a whole head; the view ends with the call.</summary>
    /// <param name="head">The head.</param>
    /// <param name="behind">What was read behind it.</param>
    public delegate T Judge<out T>(in ResponseHead head, ReadOnlySpan<byte> behind);

    /// <summary>Reads up to the end of the response's head.</summary>
    /// <exception cref="WebSocketHandshakeException">It is malformed, or larger than the limit.</exception>
    /// <exception cref="IOException">The connection ended before.</exception>
    public async Task<T> ReadAsync<T>(Judge<T> judge, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTake(judge, out var result))
            {
                return result;
            }

            if (_count == _buffer.Length)
            {
                Grow();
            }

            var read = await stream.ReadAsync(_buffer.AsMemory(_count), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw new IOException($"The {sender} ended the connection without a response.");
            }

            _count += read;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private bool TryTake<T>(Judge<T> judge, out T result)
    {
        while (true)
        {
            var input = _buffer.AsSpan(_start, _count - _start);
            var status = ResponseHeadParser.TryParse(
                input, _fields, maxHeadSize - _start, ref _progress, out var head, out var consumed, out var fault);
            if (status == RequestHeadStatus.Malformed)
            {
                throw new WebSocketHandshakeException(ResponseFaults.Describe(fault));
            }

            if (status == RequestHeadStatus.NeedMore)
            {
                result = default!;
                return false;
            }

            if (!head.IsInterim)
            {
                result = judge(in head, input[consumed..]);
                return true;
            }

            _start += consumed;
            _progress = default;
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
