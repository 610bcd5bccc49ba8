using System.Globalization;
using BackplaneBenchmark;

// serve endpoints|signalr PORT [BROKER]
// measure endpoints|signalr SESSIONS SECONDS ADDRESS...
return args switch
{
    ["serve", var kind, var port, .. var broker] => await Server.RunAsync(kind, int.Parse(port, CultureInfo.InvariantCulture), broker.FirstOrDefault()),
    ["measure", var kind, var sessions, var seconds, .. var addresses] => await Measurement.RunAsync(
        kind,
        int.Parse(sessions, CultureInfo.InvariantCulture),
        TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)),
        [.. addresses.Select(address => new Uri(address))]),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Run benchmarks/backplane.sh.");
    return 2;
}
