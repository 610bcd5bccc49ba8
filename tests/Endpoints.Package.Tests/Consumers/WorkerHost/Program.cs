using Endpoints;
using Endpoints.Transport.Linux;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddWebSocketEndpoints(options => options.MaxMessageSize = 1024);
builder.Services.AddWebSocketListener(listener => listener.ListenLocalhost(0));
var host = builder.Build();
await host.StartAsync();
Console.WriteLine($"Now listening on: http://{host.Services.GetRequiredService<WebSocketListener>().EndPoints[0]}");
await host.WaitForShutdownAsync();

[WebSocketEndpoint("/upper")]
internal sealed class UpperEndpoint
{
    [OnText]
    public string Text(string text) => text.ToUpperInvariant();
}
