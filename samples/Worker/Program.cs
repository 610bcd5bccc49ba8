using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Worker;

// A host without ASP.NET Core: endpoints, dependency injection, configuration, logging, and an event loop that serves.
var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
var port = builder.Configuration.GetValue<int>("Listener:Port");
var unixSocket = builder.Configuration["Listener:UnixSocket"];

builder.Services.AddSingleton<QuoteSource>();
builder.Services.AddWebSocketEndpoints(options => builder.Configuration.Bind("WebSockets", options));
builder.Services.AddWebSocketListener(listener =>
{
    listener.ListenLocalhost(port);
    listener.HealthPath = "/healthz";
    if (!string.IsNullOrEmpty(unixSocket))
    {
        listener.ListenUnixSocket(unixSocket);
    }
});

builder.Build().Run();
