using System.Globalization;
using Endpoints.Options;
using Endpoints.Transport.Linux;

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

var door = builder.Configuration["door"] ?? "aspnetcore";
if (door is not ("aspnetcore" or "kestrel" or "loop" or "loop-epoll"))
{
    Console.Error.WriteLine($"There is no door '{door}'. Use --door aspnetcore, kestrel, loop or loop-epoll.");
    return 2;
}

var transport = builder.Configuration["transport"] ?? "sockets";
if (transport is not ("sockets" or "linux"))
{
    Console.Error.WriteLine($"There is no transport '{transport}'. Use --transport sockets or linux.");
    return 2;
}

if (transport == "linux" && door is ("loop" or "loop-epoll"))
{
    Console.Error.WriteLine($"--transport is about Kestrel's connections, and --door {door} has none. Leave one of them out.");
    return 2;
}

ushort? port = null;
if (builder.Configuration["port"] is { } text)
{
    if (!ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
    {
        Console.Error.WriteLine($"'{text}' is not a port. Use --port 0 to 65535; 0 takes a free one.");
        return 2;
    }

    port = number;
    builder.WebHost.UseUrls(port == 0 ? "http://127.0.0.1:0" : $"http://localhost:{port}");
}

if (door is "loop" or "loop-epoll")
{
    builder.WebHost.UseUrls("http://127.0.0.1:0");
    builder.Services.AddWebSocketListener(listener =>
    {
        listener.ListenLocalhost(port ?? 5000);
        listener.Engine = door == "loop" ? LinuxEngine.Automatic : LinuxEngine.Epoll;
    });
}

if (transport == "linux")
{
    builder.WebHost.UseLinuxTransport();
}

builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    if (door == "kestrel")
    {
        kestrel.ConfigureEndpointDefaults(listen => listen.UseWebSocketEndpoints());
    }
});
builder.Services.AddWebSocketEndpoints(options => options.Compression = compresses
    ? new WebSocketCompressionOptions { ServerContextTakeover = takesOver, ClientContextTakeover = takesOver }
    : null);

var app = builder.Build();
app.MapWebSocketEndpoints();
app.MapGet("/", () => Results.Stream(typeof(Echo.EchoEndpoint).Assembly.GetManifestResourceStream("index.html")!, "text/html; charset=utf-8"));
app.Run();
return 0;
