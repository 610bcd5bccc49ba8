namespace Endpoints.Protocol.Deflate;

/// <summary>Decompresses one stream of messages. Not thread-safe.</summary>
internal abstract class Inflater : IDisposable
{
    protected Inflater(int windowBits) => WindowBits = windowBits;

    public int WindowBits { get; }

    /// <summary>Decompresses until the source is used up, the destination is full or a final block ends.</summary>
    /// <param name="source">Compressed bytes.</param>
    /// <param name="destination">Where the bytes go; not empty.</param>
    /// <param name="consumed">Bytes of the source that are done with.</param>
    /// <param name="written">Bytes of the destination that were used. All of them: there may be more without more source.</param>
    public abstract InflateStatus Inflate(ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int written);

    /// <summary>Forgets everything: the window is empty and a block begins.</summary>
    public abstract void Reset();

    public abstract void Dispose();
}
