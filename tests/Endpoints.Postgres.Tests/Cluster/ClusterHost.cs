using System.Diagnostics.Metrics;
using System.Security.Claims;
using Endpoints.Backplanes;
using Endpoints.TestKit.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Endpoints.Postgres.Tests.Cluster;

/// <summary>One host of several, as another process would be: it shares nothing with the others but the database.</summary>
internal sealed class ClusterHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly MeterReadings _readings;

    private ClusterHost(string name, WebApplication app)
    {
        (Name, _app) = (name, app);
        _readings = new MeterReadings(app.Services.GetRequiredService<IMeterFactory>().Create("Endpoints"));
        Sessions = app.Services.GetRequiredService<IWebSocketSessions<RoomEndpoint>>();
        Cluster = app.Services.GetRequiredService<IWebSocketCluster>();
    }

    public string Name { get; }

    public Uri Address { get; private set; } = null!;

    public IWebSocketSessions<RoomEndpoint> Sessions { get; }

    /// <summary>Presence is kept, and told to the others, from the first time on that it is asked for.</summary>
    public IWebSocketPresence<RoomEndpoint> Presence => _app.Services.GetRequiredService<IWebSocketPresence<RoomEndpoint>>();

    public IWebSocketCluster Cluster { get; }

    /// <summary>What is written before each message to a group of this name: the size that the limit includes.</summary>
    public static int OverheadOf(string group) => (int)Envelope.SizeOf(typeof(RoomEndpoint).FullName!, group, 0);

    /// <summary>How many connections to the database were made.</summary>
    public long Connects => _readings.Sum("endpoints.backplane.connects");

    public long Dropped(string reason) => _readings.Sum("endpoints.backplane.dropped", ("error.type", reason));

    /// <summary>What may be the reason where messages do not come.</summary>
    public string Describe() =>
        $"{Name}: {Cluster.State}, connected {Connects} times, dropped {Dropped("queue_full")} for a full queue and {Dropped("disconnected")} for no connection";

    /// <summary>Starts one, and waits until it is connected.</summary>
    public static async Task<ClusterHost> StartAsync(
        string name, string connectionString, string prefix, Action<PostgresBackplaneOptions>? configure = null, Action<WebSocketBackplaneOptions>? configureBackplane = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddWebSocketEndpoints();
        builder.Services.AddPostgresBackplane(
            postgres =>
            {
                postgres.ConnectionString = $"{connectionString};Application Name={prefix} {name}";
                postgres.ChannelPrefix = prefix;
                configure?.Invoke(postgres);
            },
            backplane =>
            {
                backplane.NodeName = name;
                backplane.ReconnectDelay = TimeSpan.FromMilliseconds(50);
                backplane.MaxReconnectDelay = TimeSpan.FromMilliseconds(500);
                backplane.AnnounceInterval = TimeSpan.FromSeconds(1);
                backplane.NodeExpiry = TimeSpan.FromSeconds(30);
                backplane.CountTimeout = TimeSpan.FromSeconds(30);
                configureBackplane?.Invoke(backplane);
            });
        var app = builder.Build();
        app.Use((context, next) =>
        {
            if (context.Request.Query["user"] is [{ } user])
            {
                context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user)], "test"));
            }

            return next(context);
        });
        app.MapWebSocketEndpoints();
        var host = new ClusterHost(name, app);
        await app.StartAsync();
        host.Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        await host.WaitAsync(WebSocketBackplaneState.Connected);
        return host;
    }

    public Task WaitAsync(WebSocketBackplaneState state) => Eventually.IsAsync(() => Cluster.State == state, () => $"{Name} is {Cluster.State}");

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _readings.Dispose();
    }
}
