using Endpoints.Transport.Linux.Kestrel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Options;

namespace Endpoints.Integration.Tests.Transport;

/// <summary>What an application is told about the transport's options, before it serves anything.</summary>
public sealed class LinuxTransportOptionsTests
{
    public static TheoryData<string, Action<LinuxTransportOptions>> Faults => new()
    {
        { "LoopCount is 0", options => options.LoopCount = 0 },
        { "LoopCount is 1025", options => options.LoopCount = 1025 },
        { "Backlog is 0", options => options.Backlog = 0 },
        { "ReceiveBufferSize is 4095", options => options.ReceiveBufferSize = 4095 },
        { "ReceiveBufferSize is 1048577", options => options.ReceiveBufferSize = (1024 * 1024) + 1 },
        { "MinReceiveBuffers and MaxReceiveBuffers are 64 and 32", options => options.MaxReceiveBuffers = 32 },
        { "MinReceiveBuffers and MaxReceiveBuffers are 3 and 1024", options => options.MinReceiveBuffers = 3 },
        { "MaxReadBufferSize is 0", options => options.MaxReadBufferSize = 0 },
        { "MaxWriteBufferSize is -1", options => options.MaxWriteBufferSize = -1 },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_makes_no_sense_stops_the_start_and_is_named(string fault, Action<LinuxTransportOptions> configure)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(configure));

        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limits_themselves_are_taken()
    {
        await using var app = await StartAsync(options =>
        {
            (options.LoopCount, options.Backlog, options.ReceiveBufferSize) = (1, 1, 4096);
            (options.MinReceiveBuffers, options.MaxReceiveBuffers) = (1, 1);
            (options.MaxReadBufferSize, options.MaxWriteBufferSize) = (1, 1);
        });
        using var client = new HttpClient();

        Assert.Equal("served", await client.GetStringAsync(app.Urls.First()));
        using var answer = await client.PostAsync(app.Urls.First(), new ByteArrayContent(new byte[100_000]));
        Assert.Equal("100000", await answer.Content.ReadAsStringAsync());
    }

    private static async Task<WebApplication> StartAsync(Action<LinuxTransportOptions> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseLinuxTransport(configure);
        var app = builder.Build();
        app.MapGet("/", () => "served");
        app.MapPost("/", async (Stream body) =>
        {
            using var copy = new MemoryStream();
            await body.CopyToAsync(copy);
            return $"{copy.Length}";
        });
        try
        {
            await app.StartAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }
}
