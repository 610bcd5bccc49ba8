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
    public async Task<int> ExecuteAsync(TextWriter output)
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
            var finding = await RunTargetAsync(target, output);
            isClean &= finding is null;
            if (finding?.Error is HangException)
            {
                // Its thread takes a core for as long as this process lives.
                break;
            }
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

    private async Task<SavedFinding?> RunTargetAsync(FuzzTarget target, TextWriter output)
    {
        var run = new FuzzRun(target, new Corpus(_corpus, target.Name), _seed, FuzzRun.DefaultPatience);
        var clock = Stopwatch.StartNew();
        var found = await run.RunAsync(fuzzer =>
        {
            var lastReport = TimeSpan.Zero;
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

            return finding;
        });

        Report(target, run.Fuzzer, clock.Elapsed, output);
        output.WriteLine(found is null ? $"{target.Name}: no findings" : Describe(target, found));
        return found;
    }

    /// <summary>What went wrong, with which input, and how to see it again.</summary>
    public static string Describe(FuzzTarget target, SavedFinding found) =>
        $"""
        {target.Name}: {found.Error}
          input: {Convert.ToHexString(found.Input)}
          again: dotnet run -c Release --project tests/Endpoints.Fuzz -- --target {target.Name} --replay {found.File}
        """;

    private void Report(FuzzTarget target, Fuzzer fuzzer, TimeSpan elapsed, TextWriter output) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{target.Name}: seed {_seed}, {fuzzer.Executions:N0} executions, {fuzzer.Executions / elapsed.TotalSeconds:N0}/s, {fuzzer.Behaviors:N0} behaviours"));
}
