using System.Diagnostics;
using System.Globalization;
using System.Net;
using Endpoints.Connections;
using Endpoints.Hosting;
using Endpoints.TestKit.Memory;
using Endpoints.Transport.Linux;
using Endpoints.Transport.Linux.Loop;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Table = Endpoints.Generated.Endpoints_Benchmarks.EndpointTable;

namespace Endpoints.Benchmarks;

/// <summary>
/// What an idle session holds at the door of the event loop, all of it but the kernel's: growth of the heap and of the process with 10,000 of
/// them, and the objects of one.
/// </summary>
internal static class LoopMemoryRounds
{
    private const int WarmUp = 200;

    private static readonly Type[] Borders = [typeof(EventLoop), typeof(TimerWheel), typeof(SessionRegistry)];

    public static void Run(int sessions)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        foreach (var engine in new[] { LinuxEngine.IoUring, LinuxEngine.Epoll })
        {
            Console.WriteLine($"Event loop, {engine}, bytes a session, {sessions} idle");
            Measure(engine, "one instance for all", "/shared", sessions);
            Measure(engine, "an instance a session", "/echo", sessions);
        }
    }

    private static void Measure(LinuxEngine engine, string what, string path, int sessions)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        WebSocketEndpointServices.Add(builder.Services, Table.Instance, null);
        builder.Services.AddWebSocketListener(options =>
        {
            options.ListenLocalhost(0);
            options.Engine = engine;
            options.LoopCount = 1;
        });
        using var host = builder.Build();
        host.Start();
        var listener = host.Services.GetRequiredService<WebSocketListener>();
        var loop = listener.Loops[0];
        var port = ((IPEndPoint)listener.EndPoints[0]).Port;
        using (IdleClients.Open(port, path, WarmUp))
        {
            var before = Read();
            using (IdleClients.Open(port, path, sessions))
            {
                var after = Read();
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what}: heap {PerSession(before.Heap, after.Heap):F1}, resident {PerSession(before.Resident, after.Resident):F1}"));
            }

            var clients = Clients(loop);
            foreach (var (type, size, count) in ObjectSizes.Owned(clients[^1], clients[0], Borders))
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {size,5} {(count == 1 ? "" : $"in {count} "),-6}{type}"));
            }
        }

        host.StopAsync().GetAwaiter().GetResult();

        double PerSession(long from, long to) => (double)(to - from) / sessions;
    }

    // Twice, so that what has a finalizer is gone, too.
    private static (long Heap, long Resident) Read()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return (GC.GetTotalMemory(forceFullCollection: false), process.WorkingSet64);
    }

    private static ISocketClient[] Clients(EventLoop loop)
    {
        var found = new TaskCompletionSource<ISocketClient[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(_ => found.SetResult([.. loop.Engine.Sockets.ToArray().Select(socket => socket.Client)]), null);
        return found.Task.GetAwaiter().GetResult();
    }
}
