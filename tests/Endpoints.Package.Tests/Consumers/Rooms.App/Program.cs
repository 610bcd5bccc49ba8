using Endpoints;
using Rooms.Library;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<Greeter>();
builder.Services.AddWebSocketEndpoints();
var app = builder.Build();
app.MapWebSocketEndpoints();
app.Run();

[WebSocketEndpoint("/own")]
public sealed class OwnEndpoint
{
    [OnText]
    public ReadOnlySpan<byte> Echo(ReadOnlySpan<byte> utf8) => utf8;
}
