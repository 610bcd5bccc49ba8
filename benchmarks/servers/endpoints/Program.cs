// This repository's server, by any of its doors. Usage: EndpointsServer --port N --door NAME [--transport linux]
// Ends with 2 when it does not know the door or the transport.
using System.Globalization;
using System.Net;
using Benchmarks;

using var collect = GarbageSignal.Register();
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
var port = int.Parse(builder.Configuration["port"] ?? "9001", CultureInfo.InvariantCulture);
var door = builder.Configuration["door"] ?? "aspnetcore";
if (builder.Configuration["transport"] is { } transport)
{
    Console.Error.WriteLine($"There is no transport '{transport}' yet.");
    return 2;
}

if (door != "aspnetcore")
{
    Console.Error.WriteLine($"There is no door '{door}' yet.");
    return 2;
}

builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
builder.Services.AddWebSocketEndpoints();
var app = builder.Build();
app.MapWebSocketEndpoints();
app.Run();
return 0;
