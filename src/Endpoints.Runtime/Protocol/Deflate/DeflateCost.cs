namespace Endpoints.Protocol.Deflate;

/// <summary>
/// What a context counts as, in bytes: native memory of the zlib-ng that .NET 10 brings, measured on Linux x64 and rounded up
/// (docs/compression.md). No other codec in use needs more, and a fixed number needs no seam into the allocator.
/// </summary>
internal static class DeflateCost
{
    public const int Inflater = 42 * 1024;

    public static int Deflater(int windowBits) => 1024 * windowBits switch
    {
        <= 9 => 138,
        10 => 142,
        11 => 148,
        12 => 162,
        13 => 187,
        14 => 239,
        _ => 344,
    };
}
