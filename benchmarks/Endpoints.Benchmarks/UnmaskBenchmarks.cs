using BenchmarkDotNet.Attributes;
using Endpoints.Protocol;

namespace Endpoints.Benchmarks;

/// <summary>Unmasking in place against copying the same bytes.</summary>
[MemoryDiagnoser]
public class UnmaskBenchmarks
{
    private byte[] _payload = [];
    private byte[] _copy = [];

    [Params(20, 1024, 65_536)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _payload = new byte[Length];
        _copy = new byte[Length];
    }

    [Benchmark(Baseline = true)]
    public void Copy() => _payload.AsSpan().CopyTo(_copy);

    [Benchmark]
    public int Unmask() => FrameMask.Apply(_payload, 0x3D21FA37, phase: 0);
}
