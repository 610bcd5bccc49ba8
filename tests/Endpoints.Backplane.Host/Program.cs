using System.Security.Claims;
using Endpoints;
using Endpoints.Backplane.Host;
using Endpoints.Backplanes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

// One of several processes of an application: Endpoints.Backplane.Host <name> <broker> <exchange> [confirms] [patient]. Tests and benchmarks open sessions on it and tell it by
// HTTP what to send.
var (name, broker, exchange) = (args[0], new Uri(args[1]), args[2]);
var builder = WebApplication.CreateSlimBuilder();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddWebSocketEndpoints();
builder.Services.AddHealthChecks().AddWebSocketEndpoints();
builder.Services.AddSingleton(new Traffic(name));
builder.Services.AddSingleton<Watcher>();
builder.Services.AddRabbitMQBackplane(
    rabbit =>
    {
        rabbit.Uri = broker;
        rabbit.Exchange = exchange;
        rabbit.Heartbeat = TimeSpan.FromSeconds(2);
    },
    backplane =>
    {
        backplane.NodeName = name;
        backplane.WaitForConfirms = args.Contains("confirms");
        backplane.AnnounceInterval = TimeSpan.FromSeconds(1);
        backplane.NodeExpiry = args.Contains("patient") ? TimeSpan.FromHours(1) : TimeSpan.FromSeconds(4);
        backplane.ConnectTimeout = TimeSpan.FromSeconds(10);
        backplane.MaxReconnectDelay = TimeSpan.FromSeconds(1);
        backplane.CountTimeout = TimeSpan.FromSeconds(10);
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
app.MapHealthChecks("/health");
app.MapGet("/nodes", (IWebSocketCluster cluster) => string.Join(',', cluster.GetNodes().Select(node => $"{node.Name}={node.SessionCount}").Order(StringComparer.Ordinal)));
app.MapGet("/node", (IWebSocketCluster cluster) => cluster.NodeId);
app.MapGet("/count", async (IWebSocketSessions<FeedEndpoint> sessions, string? group, string? user) =>
    await Audiences.Of(sessions, group, user).CountAsync());
app.MapPost("/send", async (IWebSocketSessions<FeedEndpoint> sessions, Traffic traffic, string? group, string? user, int from, int count) =>
    await traffic.SendAsync(Audiences.Of(sessions, group, user), Traffic.StreamOf(group, user), from, count));
app.MapPost("/each", (IWebSocketSessions<FeedEndpoint> sessions, Traffic traffic, string stream, string prefix, int count, int step) =>
    traffic.SendToEach(sessions, stream, prefix, count, step));
app.MapPost("/start", (IWebSocketSessions<FeedEndpoint> sessions, Traffic traffic, string? group) => traffic.Start(Audiences.Of(sessions, group, user: null)));
app.MapPost("/stop", (Traffic traffic) => traffic.StopAsync());
app.MapPost("/probe", (IWebSocketSessions<FeedEndpoint> sessions, Traffic traffic, int groups, int users) => traffic.Probe(sessions, groups, users));
app.MapPost("/join", (IWebSocketSessions<FeedEndpoint> sessions, string prefix, int from, int count) => Memberships.Join(sessions, prefix, from, count));
app.MapPost("/close", (IWebSocketSessions<FeedEndpoint> sessions, string user) => sessions.User(user).Close(CloseStatus.PolicyViolation));
app.MapGet("/present", async (IWebSocketPresence<FeedEndpoint> presence) =>
    string.Join(',', (await presence.ListAsync(Watcher.Group)).Select(member => member.User).Order(StringComparer.Ordinal)));
app.MapGet("/watched", (Watcher watcher) => watcher.Members());
await app.StartAsync();
var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
Console.WriteLine($"serving {address} {Environment.ProcessId}");
await app.WaitForShutdownAsync();
