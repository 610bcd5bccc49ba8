using Chat;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddSingleton<RoomDirectory>();
builder.Services.AddWebSocketEndpoints();

var app = builder.Build();
app.Use((context, next) =>
{
    // Nothing on the page comes from elsewhere, and nothing that somebody types can run.
    context.Response.Headers.ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";
    context.Response.Headers.XContentTypeOptions = "nosniff";
    context.Response.Headers.CacheControl = "no-cache";
    return next(context);
});
app.UseDefaultFiles();
app.UseStaticFiles();
app.MapWebSocketEndpoints();
app.Run();
