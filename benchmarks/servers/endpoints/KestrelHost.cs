using System.Net;
using Endpoints.Transport.Linux;

namespace EndpointsServer;

/// <summary>The doors on Kestrel, on its own sockets or on our loop.</summary>
internal static class KestrelHost
{
    public static WebApplication Build(ServerOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
        {
            if (options.Door == Door.Kestrel)
            {
                listen.UseWebSocketEndpoints();
            }
        }));
        if (options.OurTransport)
        {
            // The row says io_uring's loop; on epoll it would be another row.
            builder.WebHost.UseLinuxTransport(transport => transport.Engine = LinuxEngine.IoUring);
        }

        if (options.Blocks is { } blocks)
        {
            builder.WebHost.UseKestrelBlocks(blocks);
        }

        builder.Services.AddWebSocketEndpoints();
        var app = builder.Build();
        app.MapWebSocketEndpoints();
        return app;
    }
}
