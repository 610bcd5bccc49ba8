using Endpoints;

namespace BackplaneBenchmark;

/// <summary>One process that sends what a session says to the sessions of all processes.</summary>
internal static class Server
{
    public static async Task<int> RunAsync(string kind, int port, string? broker)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        if (kind == "signalr")
        {
            builder.Services.AddSignalR();
        }
        else
        {
            builder.Services.AddWebSocketEndpoints();
            if (broker is not null)
            {
                builder.Services.AddRabbitMQBackplane(rabbit => rabbit.Uri = new Uri(broker), backplane => backplane.AnnounceInterval = TimeSpan.FromSeconds(1));
            }
        }

        var app = builder.Build();
        if (kind == "signalr")
        {
            app.MapHub<FeedHub>("/feed");
        }
        else
        {
            app.MapWebSocketEndpoints();
            app.MapGet("/nodes", (IServiceProvider services) => services.GetService<Endpoints.Backplanes.IWebSocketCluster>()?.GetNodes().Count ?? 1);
        }

        await app.RunAsync();
        return 0;
    }
}
