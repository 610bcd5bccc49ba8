using System.Collections.Concurrent;
using Endpoints.Dispatch;
using Endpoints.Hosting;
using Endpoints.Options;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using static Endpoints.Runtime.Tests.Options.TestEndpoints;

namespace Endpoints.Runtime.Tests.Hosting;

/// <summary>The configuration at the start of a host, and what happens when it is loaded again.</summary>
public sealed class OptionsReloadTests : IAsyncLifetime
{
    private const string Frame = "WebSocketEndpoints:Endpoints:ChatEndpoint:MaxFrameSize";
    private readonly ConcurrentQueue<string> _log = [];
    private readonly Descriptor _endpoint = new(typeof(ChatEndpoint), "/rooms/{room}");
    private IHost? _host;

    private EndpointServer Server => _host!.Services.GetRequiredService<EndpointServer>();

    private EndpointRoute Route => Server.Routes[_endpoint];

    [Fact]
    public async Task Code_sets_and_configuration_has_the_last_word()
    {
        await StartAsync(
            new() { ["WebSocketEndpoints:MaxFrameSize"] = "11" }, options => (options.MaxFrameSize, options.MaxSendQueueSize) = (12, 13));

        Assert.Equal((11, 13), (Route.Limits.Receive.MaxFrameSize, Route.Limits.MaxSendQueueSize));
    }

    [Fact]
    public async Task A_host_without_configuration_is_served_as_code_says()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<IHostApplicationLifetime>(new NoLifetime());
        WebSocketEndpointServices.Add(services, Table(_endpoint), options => options.MaxFrameSize = 12);
        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
        foreach (var hosted in provider.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }

        Assert.Equal(12, provider.GetRequiredService<EndpointServer>().Routes[_endpoint].Limits.Receive.MaxFrameSize);
    }

    [Fact]
    public async Task A_host_with_a_configuration_that_cannot_be_used_does_not_start()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => StartAsync(new() { [Frame] = "0", ["WebSocketEndpoints:Endpoints:ChatEndpiont:MaxFrameSize"] = "1" }));

        Assert.Equal(
            [
                "WebSocketEndpoints:Endpoints:ChatEndpiont is for an endpoint that does not exist; the nearest one is ChatEndpoint.",
                "WebSocketEndpoints:Endpoints:ChatEndpoint:MaxFrameSize is 0; it must be 1 to 2147483591 bytes.",
            ],
            error.Failures.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_loaded_again_is_for_new_sessions()
    {
        var configuration = await StartAsync(new() { [Frame] = "100", ["WebSocketEndpoints:HandshakeTimeout"] = "00:00:01" });
        var before = Route.Sessions;

        Reload(configuration, (Frame, "200"), ("WebSocketEndpoints:HandshakeTimeout", "00:00:02"));

        Assert.Equal((100, 200), (before.Limits.Receive.MaxFrameSize, Route.Limits.Receive.MaxFrameSize));
        Assert.Equal(TimeSpan.FromSeconds(2), Server.HandshakeTimeout);
        Assert.Contains(_log, line => line.Contains("1 of them have other settings", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_left_out_again_is_as_at_first()
    {
        var configuration = await StartAsync(new() { [Frame] = "100" }, options => options.MaxFrameSize = 50);

        Reload(configuration, (Frame, null));

        Assert.Equal(50, Route.Limits.Receive.MaxFrameSize);
    }

    [Fact]
    public async Task What_cannot_be_used_is_logged_and_the_old_stays()
    {
        var configuration = await StartAsync(new() { [Frame] = "100" });

        Reload(configuration, (Frame, "no"));

        Assert.Equal(100, Route.Limits.Receive.MaxFrameSize);
        Assert.Contains(_log, line => line.Contains($"{Frame} is 'no'; it must be a whole number or null.", StringComparison.Ordinal));

        Reload(configuration, (Frame, "101"));
        Assert.Equal(101, Route.Limits.Receive.MaxFrameSize);
    }

    [Fact]
    public async Task Code_that_throws_when_it_is_asked_again_is_logged_and_the_old_stays()
    {
        var isStarted = false;
        var configuration = await StartAsync(new() { [Frame] = "100" }, _ =>
        {
            if (isStarted)
            {
                throw new InvalidOperationException("not twice");
            }
        });
        isStarted = true;

        Reload(configuration, (Frame, "200"));

        Assert.Equal(100, Route.Limits.Receive.MaxFrameSize);
        Assert.Contains(_log, line => line.Contains("not twice", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_changes_when_something_else_was_loaded_again()
    {
        var configuration = await StartAsync(new() { [Frame] = "100", ["WebSocketEndpoints:Compression"] = "true" });
        var before = Route.Sessions;

        Reload(configuration, ("Something", "else"));

        Assert.Same(before, Route.Sessions);
        Assert.DoesNotContain(_log, line => line.Contains("loaded again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_the_stop_nothing_is_loaded()
    {
        var configuration = await StartAsync(new() { [Frame] = "100" });
        var route = Route;
        await _host!.StopAsync();

        Reload(configuration, (Frame, "200"));

        Assert.Equal(100, route.Limits.Receive.MaxFrameSize);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync();
            _host.Dispose();
        }
    }

    private static void Reload(IConfigurationRoot configuration, params (string Key, string? Value)[] changes)
    {
        foreach (var (key, value) in changes)
        {
            configuration[key] = value;
        }

        configuration.Reload();
    }

    private async Task<IConfigurationRoot> StartAsync(Dictionary<string, string?> settings, Action<WebSocketEndpointOptions>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.AddProvider(new Lines(_log));
        WebSocketEndpointServices.Add(builder.Services, Table(_endpoint), configure);
        var host = builder.Build();
        try
        {
            await host.StartAsync();
        }
        catch
        {
            host.Dispose();
            throw;
        }

        _host = host;
        return builder.Configuration;
    }

    private sealed class NoLifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }

    private sealed class Lines(ConcurrentQueue<string> written) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            written.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
