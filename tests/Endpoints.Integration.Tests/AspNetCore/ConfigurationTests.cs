using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Doors;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Endpoints.Integration.Tests.AspNetCore;

/// <summary>Section <c>WebSocketEndpoints</c> of an application's configuration, down to the frames.</summary>
public sealed class ConfigurationTests
{
    private const string Limit = "WebSocketEndpoints:Endpoints:PlainEndpoint:MaxTextMessageSize";

    private static Task<AspNetCoreDoor> StartAsync(Dictionary<string, string?> settings, bool onConnections = false) => AspNetCoreDoor.StartAsync(
        addServices: services => services.AddSingleton(new Journal()).AddSingleton(new SessionKeeper()),
        build: builder => builder.Configuration.AddInMemoryCollection(settings),
        listen: listen =>
        {
            if (onConnections)
            {
                listen.UseWebSocketEndpoints();
            }
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_loaded_again_goes_for_new_sessions_and_open_ones_keep_theirs(bool onConnections)
    {
        await using var door = await StartAsync(new() { [Limit] = "10" }, onConnections);
        await using var before = new RawPeer(await door.ConnectAsync());
        await before.OpenAsync("/cors/plain");

        var configuration = (IConfigurationRoot)door.Services.GetRequiredService<IConfiguration>();
        configuration[Limit] = "20";
        configuration["WebSocketEndpoints:Patterns:0:Pattern"] = "/cors/**";
        configuration["WebSocketEndpoints:Patterns:0:Origins:0"] = "https://late.example";
        configuration["WebSocketEndpoints:Compression"] = "true";
        configuration.Reload();

        await using var after = new RawPeer(await door.ConnectAsync());
        var response = await after.OpenAsync("/cors/plain", "Origin: https://late.example", "Sec-WebSocket-Extensions: permessage-deflate");
        Assert.Contains("permessage-deflate", response["Sec-WebSocket-Extensions"], StringComparison.Ordinal);
        await after.SendAsync(FrameBuilder.Text(new string('a', 20)));
        Assert.Equal(new string('a', 20), await after.ReadTextAsync());
        await after.SendAsync(FrameBuilder.Text(new string('a', 21)));
        Assert.Equal(1009, await after.ReadCloseAsync());

        await before.SendAsync(FrameBuilder.Text(new string('a', 10)));
        Assert.Equal(new string('a', 10), await before.ReadTextAsync());
        await before.SendAsync(FrameBuilder.Text(new string('a', 11)));
        Assert.Equal(1009, await before.ReadCloseAsync());
    }

    [Fact]
    public async Task A_configuration_that_cannot_be_used_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(new()
        {
            ["WebSocketEndpoints:Patterns:0:Pattern"] = "/**",
            ["WebSocketEndpoints:Patterns:0:IdleTimeout"] = "1.00:00:01",
        }));

        Assert.Equal(
            [
                "WebSocketEndpoints:Patterns:0:IdleTimeout is 1.00:00:01; it must be above 0 and at most one day, or Timeout.InfiniteTimeSpan.",
            ],
            error.Failures);
    }
}
