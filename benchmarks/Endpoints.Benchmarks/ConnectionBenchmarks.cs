using BenchmarkDotNet.Attributes;
using Endpoints.TestKit.Frames;

namespace Endpoints.Benchmarks;

/// <summary>A 20-byte message from the door's buffer to the handler and its reply back into the door's hands.</summary>
[MemoryDiagnoser]
public class ConnectionBenchmarks : IDisposable
{
    private LoopConnection _connection = null!;

    [GlobalSetup]
    public void Setup() => _connection = new(new EchoDispatcher(new EchoEndpoint()), FrameBuilder.Text("twenty bytes of text"));

    [GlobalCleanup]
    public void Dispose() => _connection.Dispose();

    [Benchmark]
    public int ReceiveDispatchReply() => _connection.Receive();
}
