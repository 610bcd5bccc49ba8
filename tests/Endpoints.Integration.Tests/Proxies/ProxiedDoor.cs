using System.Net;
using Endpoints.Integration.Tests.Behavior;
using Endpoints.Integration.Tests.Clients.Matrix;
using Endpoints.Integration.Tests.Doors;
using Endpoints.Options;
using Endpoints.TestKit.Doors;
using Endpoints.Transport.Linux;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>The door that stands behind a proxy.</summary>
public enum ProxiedDoorKind
{
    /// <summary>ASP.NET Core's endpoints, with the middleware for forwarded headers.</summary>
    AspNetCore,

    /// <summary>Kestrel's connections before HTTP. The middleware is there, and sees no session.</summary>
    KestrelConnection,

    /// <summary>The event loop.</summary>
    EventLoop,
}

/// <summary>A host of this assembly's endpoints, in this process, on a port of the loopback.</summary>
internal sealed class ProxiedDoor : IAsyncDisposable
{
    private readonly ITestDoor _door;

    private ProxiedDoor(ITestDoor door, IPEndPoint address, WireMeter meter) => (_door, Address, Meter) = (door, address, meter);

    public IPEndPoint Address { get; }

    public Journal Journal => _door.Services.GetRequiredService<Journal>();

    /// <summary>What goes over Kestrel's connections. The event loop has no pipes to measure.</summary>
    public WireMeter Meter { get; }

    /// <summary>Starts one.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="configure">The options of its sessions.</param>
    /// <param name="unixSocket">A path where it listens, too.</param>
    public static async Task<ProxiedDoor> StartAsync(
        ProxiedDoorKind kind, Action<WebSocketEndpointOptions>? configure = null, string? unixSocket = null)
    {
        var meter = new WireMeter();
        if (kind == ProxiedDoorKind.EventLoop)
        {
            var table = Generated.Endpoints_Integration_Tests.EndpointTable.Instance;
            var loop = await LoopDoor.StartAsync(
                LinuxEngine.IoUring,
                table,
                configure,
                services =>
                {
                    AddServices(services);
                    StagingEnvironment.Add(services);
                    QueryAuthorizer.AddTo(services);
                },
                listen =>
                {
                    if (unixSocket is not null)
                    {
                        listen.ListenUnixSocket(unixSocket);
                    }
                });
            return new ProxiedDoor(loop, loop.Address, meter);
        }

        var door = await AspNetCoreDoor.StartAsync(
            configure,
            AddServices,
            use: app =>
            {
                app.UseForwardedHeaders(new ForwardedHeadersOptions
                {
                    ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
                });
                app.MapGet("/proxied/page", () => Results.Content("<!doctype html><title>Proxied</title>", "text/html"));
            },
            build: builder =>
            {
                if (unixSocket is not null)
                {
                    builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(unixSocket, Use));
                }
            },
            listen: Use);
        return new ProxiedDoor(door, new IPEndPoint(IPAddress.Loopback, door.Address.Port), meter);

        void Use(ListenOptions listen)
        {
            meter.Use(listen);
            if (kind == ProxiedDoorKind.KestrelConnection)
            {
                listen.UseWebSocketEndpoints();
            }
        }
    }

    /// <summary>A connection past the proxy.</summary>
    public Task<Stream> ConnectAsync() => _door.ConnectAsync();

    public Task StopAsync() => _door.StopAsync();

    public ValueTask DisposeAsync() => _door.DisposeAsync();

    private static void AddServices(IServiceCollection services) => services.AddSingleton<Journal>();
}
