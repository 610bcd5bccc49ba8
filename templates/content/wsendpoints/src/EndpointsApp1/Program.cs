var builder = WebApplication.CreateBuilder(args);
builder.Services.AddWebSocketEndpoints();

var app = builder.Build();
app.MapWebSocketEndpoints();

// A page of the same origin, from whose console a browser may connect.
app.MapGet("/", () => "Endpoints are served here.");
app.Run();
