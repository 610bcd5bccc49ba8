using System.Net;
using System.Net.Sockets;
using Endpoints.Generated;
using Endpoints.Hosting;
using Endpoints.Options;
using Endpoints.TestKit.Doors;
using Endpoints.Transport.Linux;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Endpoints.Integration.Tests.Doors;

/// <summary>
/// The event loop on a loopback port, in a generic host without anything of ASP.NET Core. What is read stands in guarded memory: whoever
/// keeps it for too long reads something else.
/// </summary>
internal sealed class LoopDoor : ITestDoor
{
    private readonly IHost _host;

    private LoopDoor(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public WebSocketListener Listener => Services.GetRequiredService<WebSocketListener>();

    public IPEndPoint Address => Listener.EndPoints.OfType<IPEndPoint>().First();

    /// <summary>Starts a host; io_uring is demanded, so that nothing passes because of another engine.</summary>
    public static async Task<LoopDoor> StartAsync(
        LinuxEngine engine,
        EndpointTable table,
        Action<WebSocketEndpointOptions>? configure = null,
        Action<IServiceCollection>? addServices = null,
        Action<WebSocketListenerOptions>? listen = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        WebSocketEndpointServices.Add(builder.Services, table, configure);
        builder.Services.AddWebSocketListener(options =>
        {
            options.ListenLocalhost(0);
            options.Engine = engine;
            options.LoopCount = 2;
            options.GuardsMemory = true;
            listen?.Invoke(options);
        });
        addServices?.Invoke(builder.Services);
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

        return new LoopDoor(host);
    }

    public async Task<Stream> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(Address);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        // Hosted services are stopped by a stop only, and a test may have ended without one.
        await _host.StopAsync();
        _host.Dispose();
    }
}
