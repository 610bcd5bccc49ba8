using System.Diagnostics;
using Endpoints.Dispatch;
using Endpoints.Integration.Tests.Doors;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Transport.Linux.Tests.Stress;

/// <summary>Many clients against one server for a while, and then a look at what is left behind.</summary>
/// <param name="engine">The engine of the loops.</param>
/// <param name="seed">What the clients do; when they do it is up to the threads.</param>
/// <param name="workers">Connections at a time.</param>
internal sealed class StressRun(LinuxEngine engine, int seed, int workers)
{
    /// <summary>Only for runs that would otherwise hang.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public long Connections { get; private set; }

    public long Messages { get; private set; }

    /// <summary>Sockets, rings and the like of this process, of which there must not be more after each run. Files come and go by themselves.</summary>
    public static int CountHandles()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Directory.GetFileSystemEntries("/proc/self/fd")
            .Select(entry => new FileInfo(entry).LinkTarget)
            .Count(target => target is not null
                && (target.StartsWith("socket:", StringComparison.Ordinal) || target.StartsWith("anon_inode:", StringComparison.Ordinal)));
    }

    /// <summary>Runs until each worker has done so many things, or it is told to stop.</summary>
    /// <exception cref="StressException">The server did something that it must not, or leaves something behind.</exception>
    public async Task ExecuteAsync(int steps, CancellationToken stop = default)
    {
        var hub = new StressHub();
        await using var door = await LoopDoor.StartAsync(
            engine,
            Generated.Endpoints_Transport_Linux_Tests.EndpointTable.Instance,
            configure: options =>
            {
                // On a busy machine it is the clients that are late, and a reset for that would look like a lost message.
                (options.HandshakeTimeout, options.KeepAliveTimeout) = (Patience, Patience);
                (options.SendTimeout, options.CloseTimeout) = (Patience, Patience);
            },
            addServices: services => services.AddSingleton(hub),
            listen: options => (options.MinReceiveBuffers, options.MaxReceiveBuffers) = (4, 256));
        using var end = new CancellationTokenSource();
        var broadcasting = Broadcaster.RunAsync(hub, seed, end.Token);
        var clients = Enumerable.Range(0, workers).Select(worker => new StressClient(door.Address, (seed * 1000) + worker)).ToArray();
        try
        {
            await Task.WhenAll(clients.Select(client => Task.Run(async () =>
            {
                for (var step = 0; step < steps && !stop.IsCancellationRequested; step++)
                {
                    await client.StepAsync();
                }
            })));
        }
        finally
        {
            await end.CancelAsync();
            await broadcasting;
        }

        (Connections, Messages) = (clients.Sum(client => client.Connections), clients.Sum(client => client.Messages));
        await UntilNothingIsLeftAsync(door, hub);
        await door.StopAsync();
    }

    private static async Task UntilNothingIsLeftAsync(LoopDoor door, StressHub hub)
    {
        var server = door.Services.GetRequiredService<EndpointServer>();
        var since = Stopwatch.GetTimestamp();
        while (Describe() is { } left)
        {
            if (Stopwatch.GetElapsedTime(since) > Patience)
            {
                throw new StressException($"Left behind: {left}.");
            }

            await Task.Yield();
        }

        string? Describe()
        {
            var (sessions, listeners, sockets) = (server.SessionCount, hub.Listeners.Count, door.Listener.Loops.Sum(loop => loop.SocketCount));
            return (sessions, listeners, sockets, server.Memory.Used) is (0, 0, 0, 0)
                ? null
                : $"{sessions} sessions, {listeners} listeners, {sockets} sockets, {server.Memory.Used} bytes of the budget";
        }
    }
}
