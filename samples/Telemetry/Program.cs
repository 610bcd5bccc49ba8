var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddWebSocketEndpoints();

var app = builder.Build();
app.MapWebSocketEndpoints();
app.Run();
