using BenchmarkDotNet.Attributes;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Benchmarks;

/// <summary>A message through <see cref="MessageReader"/>: in place, and assembled from fragments.</summary>
[MemoryDiagnoser]
public class AssemblyBenchmarks : IDisposable
{
    private readonly MessageReader _reader = new(EndpointRole.Server, new ReceiveLimits(1 << 20, 1 << 20));
    private byte[] _frames = [];
    private byte[] _input = [];

    [Params(1, 16)]
    public int Frames { get; set; }

    [Params(1024, 65_536)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _frames = FrameBuilder.Fragments(Opcode.Binary, new byte[Length], [.. Enumerable.Repeat(Length / Frames, Frames - 1)]);
        _input = new byte[_frames.Length];
    }

    [GlobalCleanup]
    public void Dispose() => _reader.Dispose();

    /// <summary>The reader unmasks in place, so the input must be copied first; this is what that costs.</summary>
    [Benchmark(Baseline = true)]
    public void Copy() => _frames.CopyTo(_input, 0);

    [Benchmark]
    public int CopyAndRead()
    {
        _frames.CopyTo(_input, 0);
        var result = _reader.Read(_input);
        return result.Payload.Length;
    }
}
