using Endpoints.Generated;
using Endpoints.Options;
using Endpoints.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.TestKit.Doors;

/// <summary>
/// The server in memory that ships with <c>Endpoints.Testing</c>, without its peers: a suite sends the bytes itself. Its clock is the real
/// one unless the services have another.
/// </summary>
internal sealed class InMemoryDoor(EndpointTable table, Action<WebSocketEndpointOptions> configure, Action<IServiceCollection> addServices) : ITestDoor
{
    private readonly WebSocketTestHost _host = WebSocketTestHost.Create(table, options =>
    {
        addServices(options.Services);
        options.TimeProvider = options.Services.LastOrDefault(service => service.ServiceType == typeof(TimeProvider))?.ImplementationInstance as TimeProvider
            ?? TimeProvider.System;
        options.ConfigureEndpoints(configure);
    });

    public IServiceProvider Services => _host.Services;

    public Task<Stream> ConnectAsync() => Task.FromResult(_host.ConnectStream());

    public Task StopAsync() => _host.StopAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
