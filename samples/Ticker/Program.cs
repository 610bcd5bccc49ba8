using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Ticker;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

// What the kernel has taken can no longer be replaced by a newer price, so it gets little.
builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = endpoint =>
{
    var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
    socket.SendBufferSize = 16 * 1024;
    return socket;
});

var ticker = builder.Configuration.GetSection("Ticker");
builder.Services.Configure<TickerOptions>(ticker);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<PriceBoard>();
builder.Services.AddHostedService<Market>();
builder.Services.AddWebSocketEndpoints();
builder.Services.AddHealthChecks().AddWebSocketEndpoints();
if (ticker.GetValue<Uri>(nameof(TickerOptions.Broker)) is { } broker)
{
    builder.Services.AddRabbitMQBackplane(options => options.Uri = broker);
}

var app = builder.Build();
app.Use((context, next) =>
{
    context.Response.Headers.ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";
    context.Response.Headers.XContentTypeOptions = "nosniff";
    context.Response.Headers.CacheControl = "no-cache";
    return next(context);
});
app.UseDefaultFiles();
app.UseStaticFiles();
app.MapHealthChecks("/ready");
app.MapWebSocketEndpoints();
app.Run();
