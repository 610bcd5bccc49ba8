using System.Net;
using System.Net.Sockets;
using Endpoints.Options;
using Endpoints.TestKit.Doors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Endpoints.Integration.Tests.Doors;

/// <summary>Kestrel on a loopback port, and the endpoints of this assembly mapped as an application does.</summary>
internal sealed class AspNetCoreDoor : ITestDoor
{
    private readonly WebApplication _app;

    private AspNetCoreDoor(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(_app.Urls.First());

    public static async Task<AspNetCoreDoor> StartAsync(
        Action<WebSocketEndpointOptions>? configure = null,
        Action<IServiceCollection>? addServices = null,
        Action<WebApplication>? use = null,
        Action<WebApplicationBuilder>? build = null,
        HttpProtocols protocols = HttpProtocols.Http1,
        Action<ListenOptions>? listen = null,
        Action<IEndpointConventionBuilder>? conventions = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, options =>
        {
            options.Protocols = protocols;
            listen?.Invoke(options);
        }));
        builder.Services.AddWebSocketEndpoints(configure);
        addServices?.Invoke(builder.Services);
        build?.Invoke(builder);
        var app = builder.Build();
        use?.Invoke(app);
        var endpoints = app.MapWebSocketEndpoints();
        conventions?.Invoke(endpoints);
        await app.StartAsync();
        return new AspNetCoreDoor(app);
    }

    public async Task<Stream> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, Address.Port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public Task StopAsync() => _app.StopAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
