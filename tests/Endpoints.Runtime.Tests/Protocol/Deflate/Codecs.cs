using Endpoints.Connections.Compression;
using Endpoints.Protocol.Deflate;

namespace Endpoints.Runtime.Tests.Protocol.Deflate;

/// <summary>The codecs, by name so that theories can say which one failed.</summary>
public static class Codecs
{
    public const string Zlib = "zlib";
    public const string DeflateStream = "DeflateStream";

    public static TheoryData<string> All => [Zlib, DeflateStream];

    internal static DeflateCodec Get(string name) => name == Zlib ? new ZlibCodec() : new DeflateStreamCodec();

    /// <summary>A pool of its own, with which no other test can interfere.</summary>
    internal static DeflateContextPool Pool(string name = Zlib) => new(Get(name), capacity: 4);

    /// <summary>Compresses in pieces of some size.</summary>
    internal static byte[] Deflate(Deflater deflater, byte[] source, bool forget, int piece = 64 * 1024)
    {
        var result = new List<byte>();
        var buffer = new byte[piece];
        var rest = source.AsSpan();
        bool isComplete;
        do
        {
            isComplete = deflater.Deflate(rest, buffer, forget, out int consumed, out int written);
            rest = rest[consumed..];
            result.AddRange(buffer.AsSpan(0, written));
        }
        while (!isComplete);

        return [.. result];
    }

    /// <summary>Decompresses in pieces of some size, and demands that all of the source is valid.</summary>
    internal static byte[] Inflate(Inflater inflater, byte[] source, int piece = 64 * 1024)
    {
        var result = new List<byte>();
        var buffer = new byte[piece];
        var rest = source.AsSpan();
        int written;
        do
        {
            Assert.Equal(InflateStatus.More, inflater.Inflate(rest, buffer, out int consumed, out written));
            rest = rest[consumed..];
            result.AddRange(buffer.AsSpan(0, written));
        }
        while (!rest.IsEmpty || written == buffer.Length);

        return [.. result];
    }

    /// <summary>Bytes that look like nothing, the same ones for the same seed.</summary>
    internal static byte[] Noise(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
