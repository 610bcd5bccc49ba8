using System.Diagnostics;
using System.Net;
using Endpoints.Integration.Tests.Samples;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>A server in a process of its own, which is stopped as a service manager does and started again at the same port, with the same journal.</summary>
internal sealed class RestartedServer(ProxiedDoorKind door, string journal) : IAsyncDisposable
{
    private ChildProcess? _process;

    public IPEndPoint Address { get; } = new(IPAddress.Loopback, FreePort.Find());

    /// <summary>From the signal to the end of the process, of each stop.</summary>
    public List<TimeSpan> Stops { get; } = [];

    public async Task StartAsync()
    {
        var program = Repository.GetTestProgram("Endpoints.RestartHost");
        _process = ChildProcess.Start("dotnet", [
            program,
            "--port", $"{Address.Port}",
            "--door", door == ProxiedDoorKind.EventLoop ? "loop" : "aspnetcore",
            "--journal", journal,
            "--WebSocketEndpoints:ShutdownDelay", "00:00:01",
            "--WebSocketEndpoints:ShutdownBatchSize", "4",
            "--WebSocketEndpoints:ShutdownBatchInterval", "00:00:00.1",
            "--WebSocketEndpoints:ReconnectSpread", "00:00:00.3",
        ]);
        await _process.WaitForLineAsync("Ready.");
    }

    /// <summary>Stops it, and starts it again when it has ended.</summary>
    public async Task RestartAsync()
    {
        var process = _process!;
        var began = Stopwatch.GetTimestamp();
        Assert.Equal(0, await process.TerminateAsync());
        Stops.Add(Stopwatch.GetElapsedTime(began));
        Assert.DoesNotContain("are aborted", process.Output, StringComparison.Ordinal);
        await process.DisposeAsync();
        await StartAsync();
    }

    /// <summary>What it has written, of all its lives.</summary>
    public Task<string[]> ReadJournalAsync() => File.ReadAllLinesAsync(journal);

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            await process.DisposeAsync();
        }
    }
}
