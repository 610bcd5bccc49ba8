using System.Diagnostics;
using System.Globalization;
using ClientBenchmark;

// Echo throughput of Endpoints.Client beside the platform's ClientWebSocket, in interleaved rounds against one server.
if (args is not [var address, ..] || !Uri.TryCreate(address, UriKind.Absolute, out var uri))
{
    Console.Error.WriteLine("usage: ClientBenchmark ws://127.0.0.1:9001/echo [connections] [seconds a round] [rounds]");
    return 2;
}

var connections = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 32;
var length = TimeSpan.FromSeconds(args.Length > 2 ? double.Parse(args[2], CultureInfo.InvariantCulture) : 3);
var rounds = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 5;
(string Name, Func<Uri, Task<IEchoClient>> Connect)[] kinds = [("Endpoints.Client", OurClient.ConnectAsync), ("ClientWebSocket", PlatformClient.ConnectAsync)];

Console.WriteLine($"{connections} connections, {rounds} rounds of {length.TotalSeconds} s each, medians");
Console.WriteLine("| payload | in flight | client | messages/s | CPU of the client, us a message | allocated, B a message |");
Console.WriteLine("|---|---|---|---|---|---|");
foreach (var (size, inFlight) in new[] { (20, 1), (20, 16), (16_384, 1), (16_384, 4) })
{
    var samples = kinds.ToDictionary(kind => kind.Name, _ => new List<Sample>());

    // The first round of each is the warm-up, longer than the others.
    for (var round = 0; round <= rounds; round++)
    {
        foreach (var (name, connect) in round % 2 == 0 ? kinds : Enumerable.Reverse(kinds))
        {
            var sample = await MeasureAsync(connect, new byte[size], inFlight, round == 0 ? 2 * length : length);
            if (round > 0)
            {
                samples[name].Add(sample);
            }
        }
    }

    var medians = kinds.Select(kind => (kind.Name, Sample: Sample.Median(samples[kind.Name]))).ToArray();
    foreach (var (name, sample) in medians)
    {
        Console.WriteLine($"| {size} | {inFlight} | {name} | {sample.PerSecond:N0} | {sample.Cpu:0.00} | {sample.Allocated:0} |");
    }

    var (ours, platform) = (medians[0].Sample, medians[1].Sample);
    Console.WriteLine($"| {size} | {inFlight} | ratio | {ours.PerSecond / platform.PerSecond:0.00} | {platform.Cpu / ours.Cpu:0.00} | |");
}

return 0;

async Task<Sample> MeasureAsync(Func<Uri, Task<IEchoClient>> connect, byte[] payload, int inFlight, TimeSpan duration)
{
    var clients = new IEchoClient[connections];
    for (var i = 0; i < clients.Length; i++)
    {
        clients[i] = await connect(uri);
    }

    using var process = Process.GetCurrentProcess();
    var cpu = process.TotalProcessorTime;
    var allocated = GC.GetTotalAllocatedBytes();
    var since = Stopwatch.GetTimestamp();
    using var stop = new CancellationTokenSource(duration);
    var running = clients.Select(client => Task.Run(() => client.RunAsync(payload, inFlight, stop.Token))).ToArray();
    var echoed = (await Task.WhenAll(running)).Sum();
    var elapsed = Stopwatch.GetElapsedTime(since);
    process.Refresh();
    var sample = new Sample(
        echoed / elapsed.TotalSeconds,
        (process.TotalProcessorTime - cpu).TotalMicroseconds / echoed,
        (GC.GetTotalAllocatedBytes() - allocated) / (double)echoed);
    foreach (var client in clients)
    {
        await client.DisposeAsync();
    }

    return sample;
}
