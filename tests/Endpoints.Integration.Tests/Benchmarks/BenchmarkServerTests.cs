using System.Net;
using System.Net.Sockets;
using Endpoints.Integration.Tests.Samples;

namespace Endpoints.Integration.Tests.Benchmarks;

/// <summary>The server that the benchmark measures, by the doors that do not depend on the kernel: it echoes, and publishes to all.</summary>
public sealed class BenchmarkServerTests
{
    [Theory]
    [InlineData("aspnetcore")]
    [InlineData("kestrel")]
    [InlineData("loop-epoll")]
    public async Task It_starts_echoes_and_publishes(string door)
    {
        var port = FreePort();
        await using var server = ChildProcess.Start("dotnet", [Repository.GetBenchmarkServer("endpoints", "EndpointsServer"), "--port", $"{port}", "--door", door]);

        var (code, output) = await GeneratorProgram.RunAsync(port, "first", "--seconds", "50");
        Assert.True(code == 0, output + server.Output);

        (code, output) = await GeneratorProgram.RunAsync(port, "echo", "--size", "1000000", "--connections", "5", "--warmup", "0", "--seconds", "0.3");
        Assert.True(code == 0, output + server.Output);

        (code, output) = await GeneratorProgram.RunAsync(
            port, "broadcast", "--path", "/topic", "--size", "100", "--connections", "20", "--depth", "4", "--warmup", "0", "--seconds", "0.3");
        Assert.True(code == 0, output + server.Output);
    }

    [Theory]
    [InlineData("--port", "1", "--door", "none")]
    [InlineData("--port", "0", "--door", "aspnetcore")]
    public async Task It_ends_with_2_and_a_word_when_it_does_not_know_an_option(params string[] arguments)
    {
        await using var server = ChildProcess.Start("dotnet", [Repository.GetBenchmarkServer("endpoints", "EndpointsServer"), .. arguments]);

        Assert.Equal(2, await server.WaitForExitAsync());
        Assert.NotEmpty(server.Output);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
