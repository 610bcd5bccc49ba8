using Endpoints.Dispatch;
using Endpoints.Integration.Tests.Doors;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Endpoints.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Endpoints.Integration.Tests.AspNetCore;

public sealed class HealthCheckTests : IAsyncLifetime
{
    private AspNetCoreDoor _door = null!;

    public async Task InitializeAsync() => _door = await AspNetCoreDoor.StartAsync(
        addServices: services => services.AddHealthChecks().AddWebSocketEndpoints(tags: ["ready"]));

    public async Task DisposeAsync() => await _door.DisposeAsync();

    [Fact]
    public async Task It_is_healthy_and_counts_sessions()
    {
        await using var peer = new RawPeer(await _door.ConnectAsync());
        await peer.OpenAsync("/echo");

        // The response comes a moment before the session.
        await peer.SendAsync(FrameBuilder.Text("there"));
        Assert.Equal("there", await peer.ReadTextAsync());

        var entry = await CheckAsync();

        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Equal(1, entry.Data["sessions"]);
        Assert.Contains("ready", entry.Tags);
    }

    [Fact]
    public async Task It_is_degraded_while_memory_is_full()
    {
        var memory = _door.Services.GetRequiredService<EndpointServer>().Memory;
        memory.Take(memory.Limit);
        Assert.Equal(HealthStatus.Degraded, (await CheckAsync()).Status);

        memory.Return(memory.Limit);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync()).Status);
    }

    [Fact]
    public async Task It_fails_from_the_moment_on_that_the_host_stops()
    {
        var server = _door.Services.GetRequiredService<EndpointServer>();
        var drained = server.DrainAsync();

        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync()).Status);
        await drained;
    }

    [Fact]
    public async Task Sessions_are_taken_for_as_long_as_load_balancers_may_take_to_ask()
    {
        var time = new TestClock();
        await using var door = await AspNetCoreDoor.StartAsync(
            options => options.ShutdownDelay = TimeSpan.FromSeconds(5),
            services => services.AddSingleton<TimeProvider>(time).AddHealthChecks().AddWebSocketEndpoints());
        var stopped = door.StopAsync();

        Assert.Equal(
            HealthStatus.Unhealthy,
            (await door.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status);
        await using var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync("/echo");
        Assert.False(stopped.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(1001, await peer.ReadCloseAsync());
        await peer.SendAsync(FrameBuilder.Close(1001));
        await stopped;
    }

    private async Task<HealthReportEntry> CheckAsync() =>
        (await _door.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["websocket-endpoints"];
}
