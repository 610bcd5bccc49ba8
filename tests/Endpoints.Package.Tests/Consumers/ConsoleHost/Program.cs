using Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddWebSocketEndpoints(options => options.MaxMessageSize = 1024);
var app = builder.Build();
app.MapWebSocketEndpoints();
app.Run();

[WebSocketEndpoint("/upper")]
internal sealed class UpperEndpoint
{
    [OnText]
    public string Text(string text) => text.ToUpperInvariant();
}
