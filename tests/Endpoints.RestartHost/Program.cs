using System.Globalization;
using System.Net;
using Endpoints.RestartHost;

// Usage: Endpoints.RestartHost --port N --door aspnetcore|loop --journal FILE; every other argument is configuration, for example
// --WebSocketEndpoints:ShutdownDelay=00:00:01.
var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
var port = int.Parse(builder.Configuration["port"]!, CultureInfo.InvariantCulture);
builder.Services.AddSingleton(new JournalFile(builder.Configuration["journal"]!));
builder.Services.AddWebSocketEndpoints();
builder.Services.AddHealthChecks().AddWebSocketEndpoints();
if (builder.Configuration["door"] == "loop")
{
    // Kestrel has a port that nobody knows.
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
    builder.Services.AddWebSocketListener(listener =>
    {
        listener.ListenLocalhost(port);
        listener.HealthPath = "/healthz";
    });
}
else
{
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
}

var app = builder.Build();
app.MapWebSocketEndpoints();
app.MapHealthChecks("/healthz");
app.Lifetime.ApplicationStarted.Register(static () => Console.WriteLine("Ready."));
await app.RunAsync();
