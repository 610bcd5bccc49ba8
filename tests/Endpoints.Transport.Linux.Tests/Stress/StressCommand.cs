using System.Diagnostics;
using System.Globalization;

namespace Endpoints.Transport.Linux.Tests.Stress;

/// <summary>A long run from the command line: rounds of the stress until the time is up, on one engine or on both in turn.</summary>
internal sealed class StressCommand
{
    public const string Usage =
        "Usage: dotnet run -c Release --project tests/Endpoints.Transport.Linux.Tests -- stress [--minutes 5] [--seed 1] [--workers 64] [--engine iouring|epoll]";

    private const int StepsARound = 50;

    private double _minutes = 5;
    private int _seed = 1;
    private int _workers = 64;
    private LinuxEngine[] _engines = [LinuxEngine.IoUring, LinuxEngine.Epoll];

    private StressCommand()
    {
    }

    public static bool TryParse(string[] arguments, out StressCommand command, out string problem)
    {
        command = new StressCommand();
        problem = "";
        if (arguments is not ["stress", ..] || arguments.Length % 2 == 0)
        {
            problem = "There is one command, stress, and each of its options has a value.";
            return false;
        }

        for (var i = 1; i < arguments.Length; i += 2)
        {
            if (!command.TrySet(arguments[i], arguments[i + 1]))
            {
                problem = $"'{arguments[i]} {arguments[i + 1]}' is no option.";
                return false;
            }
        }

        return true;
    }

    public async Task<int> ExecuteAsync(TextWriter output)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(_minutes));
        var clock = Stopwatch.StartNew();
        var handles = 0;
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            var engine = _engines[round % _engines.Length];
            var run = new StressRun(engine, _seed + round, _workers);
            try
            {
                await run.ExecuteAsync(StepsARound, stop.Token);
            }
            catch (Exception error)
            {
                output.WriteLine($"{engine}, seed {_seed + round}: {error}");
                return 1;
            }

            // The platform opens some for itself as it goes, once.
            var now = StressRun.CountHandles();
            if (round < 2)
            {
                handles = Math.Max(handles, now);
            }

            GC.Collect();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{clock.Elapsed:hh\\:mm\\:ss} {engine}, seed {_seed + round}: {run.Connections:N0} connections, {run.Messages:N0} echoes; {now} handles, "
                    + $"{GC.GetTotalMemory(false) >> 20} MiB managed, {Environment.WorkingSet >> 20} MiB in all"));
            if (now > handles)
            {
                output.WriteLine($"There were {handles} handles after the first rounds.");
                return 1;
            }
        }

        return 0;
    }

    private bool TrySet(string name, string value)
    {
        switch (name)
        {
            case "--minutes":
                return double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _minutes) && _minutes > 0;
            case "--seed":
                return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _seed);
            case "--workers":
                return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _workers) && _workers > 0;
            case "--engine" when value is "iouring" or "epoll":
                _engines = [value == "epoll" ? LinuxEngine.Epoll : LinuxEngine.IoUring];
                return true;
            default:
                return false;
        }
    }
}
