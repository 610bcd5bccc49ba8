using BenchmarkDotNet.Attributes;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Benchmarks;

/// <summary>The head of a masked frame, in each of its three forms (RFC 6455 section 5.2).</summary>
[MemoryDiagnoser]
public class FrameHeaderBenchmarks
{
    private byte[] _head = [];

    [Params(20, 1024, 65_536)]
    public int PayloadLength { get; set; }

    [GlobalSetup]
    public void Setup() => _head = FrameBuilder.Header(Opcode.Binary, (ulong)PayloadLength);

    [Benchmark]
    public long Parse()
    {
        FrameHeaderReader.TryRead(_head, out var header);
        return header.PayloadLength;
    }

    [Benchmark]
    public bool ParseAndCheck()
    {
        FrameHeaderReader.TryRead(_head, out var header);
        return ProtocolRules.CheckHeader(header, EndpointRole.Server, isMessageOpen: false, ReservedBits.None) == ProtocolRule.None;
    }
}
