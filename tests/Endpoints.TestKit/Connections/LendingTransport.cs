using System.Buffers;
using System.Runtime.InteropServices;
using Endpoints.Connections;

namespace Endpoints.TestKit.Connections;

/// <summary>A transport that sends from its receive buffer, one batch when the test says so.</summary>
internal sealed class LendingTransport : ILendingTransport
{
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(256 * 1024, pinned: true);
    private readonly List<byte> _written = [];
    private Memory<byte> _lent;
    private int _received;

    public WebSocketConnection Connection { get; set; } = null!;

    public CountingPool Pool { get; } = new();

    ArrayPool<byte> IConnectionTransport.OutputPool => Pool;

    /// <summary>The receive buffer.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>How often it has lent.</summary>
    public int Lendings { get; private set; }

    /// <summary>Whether it refuses to lend.</summary>
    public bool Refuses { get; set; }

    /// <summary>Whether a frame is lent and was not written yet.</summary>
    public bool IsLent => !_lent.IsEmpty;

    /// <summary>Bytes of all batches.</summary>
    public long WrittenBytes { get; private set; }

    /// <summary>Puts bytes into the buffer, behind none, and delivers them.</summary>
    public ReceiveStatus Receive(byte[] input)
    {
        if (IsLent)
        {
            throw new InvalidOperationException("The buffer is lent.");
        }

        input.CopyTo(_buffer, 0);
        _received = input.Length;
        return Connection.Receive(_buffer.AsSpan(0, _received), out _);
    }

    public Memory<byte> LendInput(ReadOnlySpan<byte> payload, int headerLength)
    {
        if (Refuses || IsLent || !_buffer.AsSpan(0, _received).Overlaps(payload, out var offset))
        {
            return default;
        }

        Lendings++;
        _lent = _buffer.AsMemory(offset - headerLength, headerLength + payload.Length);
        return _lent;
    }

    /// <summary>Takes and writes one batch; false when there is none.</summary>
    /// <param name="fromBuffer">Whether it was the lent frame.</param>
    public bool WriteBatch(out bool fromBuffer)
    {
        fromBuffer = false;
        if (!Connection.TryTakeOutput(out var batch))
        {
            return false;
        }

        fromBuffer = MemoryMarshal.TryGetArray(batch, out var array) && array.Array == _buffer;
        _written.AddRange(batch.Span);
        WrittenBytes += batch.Length;
        if (fromBuffer)
        {
            _lent = default;
        }

        Connection.OutputWritten();
        return true;
    }

    /// <summary>The frames written since the last call.</summary>
    public IReadOnlyList<SentFrame> TakeFrames()
    {
        var frames = SentFrame.ReadAll(_written.ToArray());
        _written.Clear();
        return frames;
    }

    public void RequestFlush()
    {
    }

    public void ResumeReceive()
    {
    }

    public void Abort()
    {
    }
}
