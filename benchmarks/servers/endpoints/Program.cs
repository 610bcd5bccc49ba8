// This repository's server, by any of its doors. Usage: EndpointsServer --port N --door NAME [--transport linux] [--blocks BYTES] [--metrics on]
// Ends with 2 when it does not know an option's value.
using Benchmarks;
using EndpointsServer;

if (ServerOptions.Parse(args) is not { } options)
{
    return 2;
}

using var collect = GarbageSignal.Register();
using var metrics = options.Metrics ? MetricsCollector.Start() : null;
using var host = options.Door is Door.AspNetCore or Door.Kestrel ? KestrelHost.Build(options) : LoopHost.Build(options);
await host.RunAsync();
return 0;
