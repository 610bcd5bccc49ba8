using System.Diagnostics;
using System.Text;

namespace Endpoints.TestKit.Processes;

/// <summary>A process of its own, with everything that it prints kept for the message of a failing test. Ends with its test at the latest.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>Only for tests that would otherwise hang: two busy cores can be slow.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly StringBuilder _output = new();
    private readonly List<(string Part, TaskCompletionSource<string> Line)> _awaited = [];

    private ChildProcess(Process process) => _process = process;

    public string Output
    {
        get
        {
            lock (_gate)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts a program.</summary>
    /// <param name="fileName">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Where it starts; this process's own folder by default.</param>
    /// <param name="environment">Variables to set; null takes one away.</param>
    public static ChildProcess Start(
        string fileName, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(fileName, arguments)
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var child = new ChildProcess(process);
        process.OutputDataReceived += (_, line) => child.Printed(line.Data);
        process.ErrorDataReceived += (_, line) => child.Printed(line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>The first line, printed already or later, that holds a text.</summary>
    /// <param name="part">The text.</param>
    /// <param name="patience">How long; <see cref="Patience"/> by default.</param>
    public async Task<string> WaitForLineAsync(string part, TimeSpan? patience = null)
    {
        var source = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_output.ToString().Split('\n').FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal)) is { } printed)
            {
                return printed;
            }

            _awaited.Add((part, source));
        }

        var ended = _process.WaitForExitAsync();
        try
        {
            if (await Task.WhenAny(source.Task, ended).WaitAsync(patience ?? Patience) == source.Task || source.Task.IsCompleted)
            {
                return await source.Task;
            }
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"'{part}' was not printed within {patience ?? Patience}. Printed so far:\n{Output}");
        }

        throw new InvalidOperationException($"The process ended with {_process.ExitCode} before it printed '{part}':\n{Output}");
    }

    /// <summary>Waits for the process to end by itself.</summary>
    /// <param name="patience">How long; <see cref="Patience"/> by default.</param>
    public async Task<int> WaitForExitAsync(TimeSpan? patience = null)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(patience ?? Patience);
            return _process.ExitCode;
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The process did not end within {patience ?? Patience}. Printed so far:\n{Output}");
        }
    }

    /// <summary>Asks the process to end, as a service manager does, and waits until it has.</summary>
    public async Task<int> TerminateAsync()
    {
        await SignalAsync(_process.Id, "TERM");
        return await WaitForExitAsync();
    }

    /// <summary>Sends a signal, and does not wait for what comes of it.</summary>
    /// <param name="id">A process that the test has started, or that one of those has.</param>
    /// <param name="name">The signal's name without <c>SIG</c>.</param>
    public static async Task SignalAsync(int id, string name)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{name} {id}"]);
        await kill.WaitForExitAsync().WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
    }

    private void Printed(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _output.Append(line).Append('\n');
            foreach (var (part, source) in _awaited)
            {
                if (line.Contains(part, StringComparison.Ordinal))
                {
                    source.TrySetResult(line);
                }
            }
        }
    }
}
