var builder = WebApplication.CreateBuilder(args);
builder.Services.AddWebSocketEndpoints();

var app = builder.Build();
app.MapWebSocketEndpoints();
app.Run();
