namespace Endpoints.Protocol.Deflate;

/// <summary>Compresses one stream of messages. Not thread-safe.</summary>
internal abstract class Deflater : IDisposable
{
    protected Deflater(int windowBits) => WindowBits = windowBits;

    public int WindowBits { get; }

    /// <summary>
    /// Compresses a piece and ends it at a byte boundary with an empty block without compression, <c>00 00 FF FF</c> (RFC 7692
    /// section 7.2.1). Called again with what is left until it has returned <see langword="true"/>.
    /// </summary>
    /// <param name="source">The bytes, the last of their message.</param>
    /// <param name="destination">Where the compressed bytes go; more than 6 bytes.</param>
    /// <param name="forget">Whether what follows must not refer to what came so far.</param>
    /// <param name="consumed">Bytes of the source that are done with.</param>
    /// <param name="written">Bytes of the destination that were used.</param>
    /// <returns>Whether all is written, the empty block included.</returns>
    public abstract bool Deflate(ReadOnlySpan<byte> source, Span<byte> destination, bool forget, out int consumed, out int written);

    public abstract void Dispose();
}
