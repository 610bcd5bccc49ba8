using System.Buffers;

namespace Endpoints;

/// <summary>
/// A message that outlives the step in which it came, in a pooled buffer of its own: see <see cref="WebSocketMessage.Retain"/>. Disposing gives
/// the buffer back; one that is not disposed is collected like any other object, and only the pool is the poorer for it. The switch
/// <c>Endpoints.DetectLeakedMessages</c> has such messages logged, with the place where they were retained; Debug builds turn it on. Safe to read
/// from any thread until it is disposed, which must happen once and behind the last reading.
/// </summary>
public sealed class RetainedMessage : IDisposable
{
    private readonly int _length;
    private byte[]? _buffer;

    internal RetainedMessage(bool isText, ReadOnlySpan<byte> payload)
    {
        IsText = isText;
        _length = payload.Length;
        _buffer = ArrayPool<byte>.Shared.Rent(payload.Length);
        payload.CopyTo(_buffer);
        LeakDetector.ForProcess?.Begin(this, payload.Length);
    }

    /// <summary>Whether it is text; otherwise it is binary.</summary>
    public bool IsText { get; }

    /// <summary>The payload, valid until <see cref="Dispose"/>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public ReadOnlyMemory<byte> Payload
    {
        get
        {
            ObjectDisposedException.ThrowIf(_buffer is null, this);
            return _buffer.AsMemory(0, _length);
        }
    }

    /// <summary>The payload as a string, decoded from UTF-8 each time.</summary>
    /// <exception cref="InvalidOperationException">The message is binary.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public string GetText() => new WebSocketMessage(IsText, Payload).GetText();

    /// <summary>Gives the buffer back. A second call does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            LeakDetector.ForProcess?.End(this);
        }
    }
}
