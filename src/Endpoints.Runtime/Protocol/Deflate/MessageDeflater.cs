namespace Endpoints.Protocol.Deflate;

/// <summary>Compresses the messages that one end sends (RFC 7692 section 7.2.1). Not thread-safe.</summary>
/// <param name="pool">Where contexts come from.</param>
/// <param name="windowBits">The window that was agreed on.</param>
/// <param name="contextTakeover">Whether a message may refer to those before it.</param>
/// <param name="threshold">Smallest message that is compressed, in bytes. An empty one never is.</param>
/// <param name="ledger">Is asked for a context; <see langword="null"/> where nobody counts.</param>
internal sealed class MessageDeflater(
    DeflateContextPool pool, int windowBits, bool contextTakeover, int threshold, IMemoryLedger? ledger = null) : IDisposable
{
    /// <summary>The empty block without compression that every message ends with, and that is not sent.</summary>
    private const int TailLength = 4;

    /// <summary>zlib repeats the empty block when it just fits (zlib.h on Z_SYNC_FLUSH).</summary>
    private const int SmallestRoom = 16;

    /// <summary>The window that was agreed on, as a power of two in bytes.</summary>
    public int WindowBits => windowBits;

    /// <summary>Whether a message may refer to those before it: what it becomes depends on them then.</summary>
    public bool TakesContextOver => contextTakeover;

    private readonly int _threshold = Math.Max(threshold, 1);
    private Deflater? _kept;
    private bool _isCounted;

    /// <summary>Compresses a message, if that is worth it and there is memory for a context: any message may be sent as it is.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="compressed">
    /// Takes the payload to send with RSV1; counted by nobody, for it lives as long as the call. Released by the caller, whatever is
    /// returned.
    /// </param>
    /// <returns>
    /// Whether the compressed form is to be sent. A message that grew is sent as it was, unless contexts are taken over: it is in
    /// the window of this end then, and has to come into the peer's.
    /// </returns>
    public bool TryDeflate(ReadOnlySpan<byte> message, ref MessageBuffer compressed)
    {
        if (message.Length < _threshold || !TryCount())
        {
            return false;
        }

        // Not kept while it is at work: after an exception the next message begins with an empty window, which no peer objects to.
        Deflater deflater = _kept ?? pool.RentDeflater(windowBits);
        _kept = null;
        ReadOnlySpan<byte> rest = message;
        bool isComplete;
        do
        {
            compressed.GetRoom(Math.Max(SmallestRoom, message.Length / 4), SmallestRoom, Array.MaxLength, out Span<byte> room);
            isComplete = deflater.Deflate(rest, room, forget: !contextTakeover, out int consumed, out int written);
            compressed.Advance(written);
            rest = rest[consumed..];
        }
        while (!isComplete);

        compressed.RemoveLast(TailLength);
        if (contextTakeover)
        {
            _kept = deflater;
            return true;
        }

        pool.Return(deflater);
        Uncount();
        return compressed.Length < message.Length;
    }

    public void Dispose()
    {
        _kept?.Dispose();
        _kept = null;
        Uncount();
    }

    private bool TryCount() =>
        _isCounted || (_isCounted = (ledger?.TryTake(DeflateCost.Deflater(windowBits)) ?? ProtocolRule.None) == ProtocolRule.None);

    private void Uncount()
    {
        if (_isCounted)
        {
            ledger?.Return(DeflateCost.Deflater(windowBits));
            _isCounted = false;
        }
    }
}
