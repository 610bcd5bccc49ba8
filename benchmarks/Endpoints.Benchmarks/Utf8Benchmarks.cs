using System.Text.Unicode;
using BenchmarkDotNet.Attributes;
using Endpoints.Protocol;

namespace Endpoints.Benchmarks;

/// <summary>The incremental validator, on one chunk and on chunks that cut code points, against <see cref="Utf8.IsValid"/> on the whole.</summary>
[MemoryDiagnoser]
public class Utf8Benchmarks
{
    private const int ChunkLength = 1021;

    private byte[] _text = [];

    [Params(64, 16 * 1024)]
    public int Length { get; set; }

    /// <summary>Bytes of each code point.</summary>
    [Params(1, 2, 3)]
    public int Width { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        byte[] letter = Width switch { 1 => [(byte)'a'], 2 => [0xC3, 0xA4], _ => [0xE3, 0x81, 0x82] };
        _text = [.. Enumerable.Range(0, Length / Width * Width).Select(i => letter[i % letter.Length])];
    }

    [Benchmark(Baseline = true)]
    public bool Platform() => Utf8.IsValid(_text);

    [Benchmark]
    public bool OneChunk()
    {
        var validator = new Utf8Validator();
        return validator.TryAppend(_text) && validator.IsComplete;
    }

    [Benchmark]
    public bool ManyChunks()
    {
        var validator = new Utf8Validator();
        var valid = true;
        for (var at = 0; at < _text.Length; at += ChunkLength)
        {
            valid &= validator.TryAppend(_text.AsSpan(at, Math.Min(ChunkLength, _text.Length - at)));
        }

        return valid && validator.IsComplete;
    }
}
