using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Ticker.Tests;

/// <summary><c>run.sh --three</c>, as a user starts it: RabbitMQ, three processes and nginx. Stopped as Ctrl+C does.</summary>
internal sealed class ThreeProcesses : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _script;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ThreeProcesses(int port)
    {
        Address = new Uri($"http://127.0.0.1:{port}/");
        _script = new Process
        {
            StartInfo = new ProcessStartInfo("/bin/bash")
            {
                ArgumentList = { ScriptPath(), "--three", "--no-build", "--port", $"{port}" },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _script.OutputDataReceived += (_, line) => Note(line.Data);
        _script.ErrorDataReceived += (_, line) => Note(line.Data);
    }

    /// <summary>Where nginx listens.</summary>
    public Uri Address { get; }

    public static async Task<ThreeProcesses> StartAsync()
    {
        var processes = new ThreeProcesses(FreePort());
        processes._script.Start();
        processes._script.BeginOutputReadLine();
        processes._script.BeginErrorReadLine();
        var ended = processes._script.WaitForExitAsync();
        if (await Task.WhenAny(processes._ready.Task, ended, Task.Delay(Patience)) != processes._ready.Task)
        {
            await processes.DisposeAsync();
            throw new InvalidOperationException("run.sh did not start:" + Environment.NewLine + string.Join(Environment.NewLine, processes._lines));
        }

        return processes;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_script.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_script.Id}"]);
            await kill.WaitForExitAsync();
            await _script.WaitForExitAsync().WaitAsync(Patience);
        }

        _script.Dispose();
    }

    private static string ScriptPath()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Endpoints.sln")))
            {
                return Path.Combine(folder.FullName, "samples", "Ticker", "run.sh");
            }
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    // The script takes this one and four behind it; below the ports that the system gives out by itself.
    private static int FreePort()
    {
        for (var port = 20_000 + (Environment.ProcessId % 1_000 * 8); ; port += 8)
        {
            if (Enumerable.Range(port, 5).All(IsFree))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Note(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        if (line.StartsWith("Three processes", StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }
}
