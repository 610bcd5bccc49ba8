using System.Text.Json;
using Endpoints.Integration.Tests.Clients;

namespace Endpoints.Integration.Tests.Benchmarks;

/// <summary>The load generator measures our door, and says so when what comes back is not what was sent.</summary>
[Collection(EchoCollection.Name)]
public sealed class GeneratorTests(EchoSample echo)
{
    private static readonly string[] Short = ["--path", "/echo", "--connections", "5", "--warmup", "0", "--seconds", "0.3"];

    [Theory]
    [InlineData("echo", "--size", "20")]
    [InlineData("echo", "--size", "20", "--depth", "16", "--engine", "epoll")]
    [InlineData("echo", "--payload-hello", "--depth", "16")]
    [InlineData("echo", "--size", "126")]
    [InlineData("echo", "--size", "1048576")]
    [InlineData("churn", "--size", "20")]
    [InlineData("rate", "--size", "20", "--rate", "500")]
    public async Task A_load_is_served_and_verified(params string[] load)
    {
        var (code, output) = await GeneratorProgram.RunAsync(echo.Sample.Address.Port, [.. load, .. Short]);

        Assert.True(code == 0, output);
        using var line = JsonDocument.Parse(output);
        Assert.True(line.RootElement.GetProperty("messages").GetInt64() > 0, output);
        Assert.Equal(load[0], line.RootElement.GetProperty("load").GetString());
    }

    [Fact]
    public async Task A_refused_handshake_is_the_server_s_fault()
    {
        var (code, output) = await GeneratorProgram.RunAsync(echo.Sample.Address.Port, "echo", "--path", "/nowhere");

        Assert.Equal(1, code);
        Assert.Contains("404", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-load")]
    [InlineData("echo", "--size", "0")]
    [InlineData("echo", "--size", "16777217")]
    [InlineData("rate")]
    public async Task A_wrong_command_line_ends_with_2(params string[] arguments)
    {
        var (code, output) = await GeneratorProgram.RunAsync(echo.Sample.Address.Port, arguments);

        Assert.Equal(2, code);
        Assert.NotEmpty(output);
    }
}
