using System.Globalization;
using Endpoints.Options;

// The configuration knows no switches without a value, so these are taken out.
const string CompressionSwitch = "--compression";
const string TakeoverSwitch = "--takeover";
var compresses = args.Contains(CompressionSwitch);
var takesOver = args.Contains(TakeoverSwitch);
if (takesOver && !compresses)
{
    Console.Error.WriteLine($"{TakeoverSwitch} is about compressed messages. Use it with {CompressionSwitch}.");
    return 2;
}

var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
{
    Args = [.. args.Where(argument => argument is not (CompressionSwitch or TakeoverSwitch))],

    // The settings stand beside the program, wherever it is started from.
    ContentRootPath = AppContext.BaseDirectory,
});

// The other doors (kestrel, loop) come to this same program.
if (builder.Configuration["door"] is { } door and not "aspnetcore")
{
    Console.Error.WriteLine($"There is no door '{door}'. Use --door aspnetcore.");
    return 2;
}

if (builder.Configuration["port"] is { } text)
{
    if (!ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
    {
        Console.Error.WriteLine($"'{text}' is not a port. Use --port 0 to 65535; 0 takes a free one.");
        return 2;
    }

    builder.WebHost.UseUrls(port == 0 ? "http://127.0.0.1:0" : $"http://localhost:{port}");
}

builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
builder.Services.AddWebSocketEndpoints(options => options.Compression = compresses
    ? new WebSocketCompressionOptions { ServerContextTakeover = takesOver, ClientContextTakeover = takesOver }
    : null);

var app = builder.Build();
app.MapWebSocketEndpoints();
app.MapGet("/", () => Results.Stream(typeof(Echo.EchoEndpoint).Assembly.GetManifestResourceStream("index.html")!, "text/html; charset=utf-8"));
app.Run();
return 0;
