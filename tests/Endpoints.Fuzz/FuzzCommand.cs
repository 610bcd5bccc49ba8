using System.Diagnostics;
using System.Globalization;
using Endpoints.Fuzz.Engine;
using Endpoints.Fuzz.Targets;

namespace Endpoints.Fuzz;

/// <summary>What the command line asks for. Long runs are started here; the short one is <see cref="FuzzTests"/>.</summary>
internal sealed class FuzzCommand
{
    public const string Usage =
        """
        dotnet run -c Release --project tests/Endpoints.Fuzz -- --target NAME|all [--minutes N | --executions N] [--seed N] [--corpus FOLDER]
                                                             -- --target NAME --replay FILE
                                                             -- --generate [--corpus FOLDER]
        """;

    private const int Slice = 2_000;

    /// <summary>An input takes microseconds; one that takes so long does not end.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private IReadOnlyList<FuzzTarget> _targets = FuzzTargets.All;
    private string _corpus = Corpus.DefaultRoot;
    private string? _replay;
    private double _minutes;
    private long _executions = 100_000;
    private ulong _seed = 1;
    private bool _generate;

    public static bool TryParse(string[] args, out FuzzCommand command, out string problem)
    {
        command = new FuzzCommand();
        problem = "";
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--generate")
            {
                command._generate = true;
            }
            else if (i + 1 == args.Length || !command.TrySet(args[i], args[++i]))
            {
                problem = $"Not understood: {string.Join(' ', args)}";
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns the exit code: 1 when something was found.</summary>
    public int Execute(TextWriter output)
    {
        if (_generate)
        {
            return Generate(output);
        }

        if (_replay is not null)
        {
            // A crash shows itself with its stack.
            _targets[0].Run(File.ReadAllBytes(_replay));
            output.WriteLine($"{_targets[0].Name}: {_replay} breaks nothing.");
            return 0;
        }

        var isClean = true;
        foreach (var target in _targets)
        {
            isClean &= RunTarget(target, output);
        }

        return isClean ? 0 : 1;
    }

    private bool TrySet(string option, string value)
    {
        switch (option)
        {
            case "--target":
                _targets = value == "all" ? FuzzTargets.All : [.. FuzzTargets.All.Where(target => target.Name == value)];
                return _targets.Count > 0;
            case "--minutes":
                return double.TryParse(value, CultureInfo.InvariantCulture, out _minutes) && _minutes > 0;
            case "--executions":
                return long.TryParse(value, CultureInfo.InvariantCulture, out _executions) && _executions > 0;
            case "--seed":
                return ulong.TryParse(value, CultureInfo.InvariantCulture, out _seed);
            case "--corpus":
                _corpus = value;
                return true;
            case "--replay":
                _replay = value;
                return File.Exists(value);
            default:
                return false;
        }
    }

    private int Generate(TextWriter output)
    {
        foreach (var target in _targets)
        {
            var corpus = new Corpus(_corpus, target.Name);
            foreach (var (name, input) in target.Seeds())
            {
                corpus.Write(name, input);
            }

            output.WriteLine($"{target.Name}: {corpus.Files.Count()} files");
        }

        return 0;
    }

    private bool RunTarget(FuzzTarget target, TextWriter output)
    {
        var corpus = new Corpus(_corpus, target.Name);
        var fuzzer = new Fuzzer(target, corpus.Read(), _seed);
        var clock = Stopwatch.StartNew();
        var lastReport = TimeSpan.Zero;
        using var watchdog = WatchForHangs(fuzzer, target, corpus, output);
        var finding = fuzzer.RunStarts();
        while (finding is null && (_minutes > 0 ? clock.Elapsed.TotalMinutes < _minutes : fuzzer.Executions < _executions))
        {
            finding = fuzzer.Run(Slice);
            if (clock.Elapsed - lastReport > TimeSpan.FromSeconds(30))
            {
                lastReport = clock.Elapsed;
                Report(target, fuzzer, clock.Elapsed, output);
            }
        }

        Report(target, fuzzer, clock.Elapsed, output);
        if (finding is null)
        {
            output.WriteLine($"{target.Name}: no findings");
            return true;
        }

        Save(target, corpus, finding.Input, $"{finding.Error}", output);
        return false;
    }

    private static Timer WatchForHangs(Fuzzer fuzzer, FuzzTarget target, Corpus corpus, TextWriter output)
    {
        var seen = -1L;
        return new Timer(
            _ =>
            {
                if (fuzzer.Executions == seen)
                {
                    Save(target, corpus, fuzzer.Current, $"An input runs for more than {Patience.TotalSeconds} seconds.", output);
                    Environment.Exit(1);
                }

                seen = fuzzer.Executions;
            },
            null,
            Patience,
            Patience);
    }

    private static void Save(FuzzTarget target, Corpus corpus, byte[] input, string what, TextWriter output)
    {
        var file = corpus.WriteCrash(input);
        output.WriteLine($"{target.Name}: {what}");
        output.WriteLine($"  input: {Convert.ToHexString(input)}");
        output.WriteLine($"  again: dotnet run -c Release --project tests/Endpoints.Fuzz -- --target {target.Name} --replay {file}");
        output.Flush();
    }

    private void Report(FuzzTarget target, Fuzzer fuzzer, TimeSpan elapsed, TextWriter output) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{target.Name}: seed {_seed}, {fuzzer.Executions:N0} executions, {fuzzer.Executions / elapsed.TotalSeconds:N0}/s, {fuzzer.Behaviors:N0} behaviours"));
}
