using System.Net;

namespace EndpointsServer;

/// <summary>The doors on Kestrel.</summary>
internal static class KestrelHost
{
    public static WebApplication Build(ServerOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        builder.Services.AddWebSocketEndpoints();
        var app = builder.Build();
        app.MapWebSocketEndpoints();
        return app;
    }
}
