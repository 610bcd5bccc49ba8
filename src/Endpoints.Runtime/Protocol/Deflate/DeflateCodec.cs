namespace Endpoints.Protocol.Deflate;

/// <summary>An implementation of raw DEFLATE (RFC 1951). Safe to use from any thread; what it creates is not.</summary>
internal abstract class DeflateCodec
{
    /// <summary>The smallest window that <see cref="CreateDeflater"/> takes.</summary>
    public abstract int MinWindowBits { get; }

    /// <summary>Creates a compressor with an empty window.</summary>
    /// <param name="windowBits"><see cref="MinWindowBits"/> to 15.</param>
    public abstract Deflater CreateDeflater(int windowBits);

    /// <summary>Creates a decompressor with an empty window.</summary>
    /// <param name="windowBits">What the sender's window has at most: 8 to 15. A larger one may be used.</param>
    public abstract Inflater CreateInflater(int windowBits);
}
