using Endpoints.Fuzz.Engine;
using Endpoints.Fuzz.Targets;

namespace Endpoints.Fuzz;

/// <summary>The short run: every committed input, and some thousand mutated ones from a fixed seed.</summary>
public sealed class FuzzTests
{
    private const ulong Seed = 20_260_101;

    public static TheoryData<string, int> Runs => new()
    {
        { "head", 40_000 },
        { "response", 40_000 },
        { "frames", 100_000 },
        { "assembly", 8_000 },
        { "close", 60_000 },
        { "utf8", 60_000 },
        { "routes", 15_000 },
        { "connection", 5_000 },
        { "extensions", 20_000 },
        { "deflate", 4_000 },
        { "backplane", 40_000 },
    };

    public static TheoryData<string> Names => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_committed_corpus_breaks_nothing(string name)
    {
        var target = Find(name);
        var corpus = new Corpus(Corpus.DefaultRoot, name);

        Assert.NotEmpty(corpus.Files);
        foreach (var file in corpus.Files)
        {
            var error = await Record.ExceptionAsync(() => Task.Run(() => target.Run(File.ReadAllBytes(file))).WaitAsync(FuzzRun.DefaultPatience));
            Assert.True(error is null, $"{Path.GetFileName(file)}: {error}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_seeds_of_the_generator_are_committed(string name)
    {
        var committed = new Corpus(Corpus.DefaultRoot, name).Files.ToDictionary(file => Path.GetFileName(file)!, File.ReadAllBytes);
        foreach (var (file, input) in Find(name).Seeds())
        {
            Assert.Equal(input, Assert.Contains(file, committed));
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_seeded_run_breaks_nothing(string name, int executions)
    {
        var target = Find(name);
        var run = new FuzzRun(target, new Corpus(Corpus.DefaultRoot, name), Seed, FuzzRun.DefaultPatience);

        var found = await run.RunAsync(fuzzer => fuzzer.RunStarts() ?? fuzzer.Run(executions));

        Assert.True(found is null, found is null ? null : FuzzCommand.Describe(target, found));
        Assert.True(run.Fuzzer.Behaviors > 5, $"Only {run.Fuzzer.Behaviors} behaviours were met: the target does not look at its input.");
    }

    [Fact]
    public void Every_target_has_a_seeded_run() => 
        Assert.Equal(FuzzTargets.All.Select(target => target.Name), Runs.Cast<object[]>().Select(row => (string)row[0]));

    [Fact]
    public void A_broken_invariant_is_found_and_made_small()
    {
        var fuzzer = new Fuzzer(new BrittleTarget(), [], seed: 1);

        var finding = fuzzer.Run(200_000);

        Assert.NotNull(finding);
        Assert.Equal("!!"u8.ToArray(), finding.Input);
        Assert.IsType<BrokenInvariantException>(finding.Error);
    }

    /// <summary>As a file that the next run begins with, and that fails the run over the corpus.</summary>
    [Fact]
    public async Task A_finding_becomes_a_file_of_the_corpus()
    {
        using var folder = new TemporaryFolder();
        var corpus = new Corpus(folder.Path, "brittle");
        var target = new BrittleTarget();

        var found = await new FuzzRun(target, corpus, seed: 1, FuzzRun.DefaultPatience).RunAsync(fuzzer => fuzzer.Run(200_000));

        Assert.NotNull(found);
        Assert.Equal([found.File], corpus.Files);
        Assert.StartsWith("crash-", Path.GetFileName(found.File), StringComparison.Ordinal);
        Assert.Equal("!!"u8.ToArray(), File.ReadAllBytes(found.File));
        Assert.Contains($"--target brittle --replay {found.File}", FuzzCommand.Describe(target, found), StringComparison.Ordinal);
        Assert.Throws<BrokenInvariantException>(() => target.Run(File.ReadAllBytes(found.File)));

        var next = new FuzzRun(target, corpus, seed: 2, FuzzRun.DefaultPatience);
        Assert.Equal(found.File, (await next.RunAsync(fuzzer => fuzzer.RunStarts()))?.File);
        Assert.Single(corpus.Files);
    }

    [Fact]
    public async Task An_input_that_does_not_end_is_found_and_saved()
    {
        using var folder = new TemporaryFolder();
        using var end = new ManualResetEventSlim();
        var corpus = new Corpus(folder.Path, "endless");
        try
        {
            var found = await new FuzzRun(new EndlessTarget(end), corpus, seed: 1, TimeSpan.FromMilliseconds(200))
                .RunAsync(fuzzer => fuzzer.RunStarts() ?? fuzzer.Run(int.MaxValue));

            Assert.IsType<HangException>(found?.Error);
            Assert.Equal("for ever"u8.ToArray(), found.Input);
            Assert.Equal(found.Input, File.ReadAllBytes(Assert.Single(corpus.Files)));
        }
        finally
        {
            end.Set();
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));

        static ulong Run(ulong seed)
        {
            var target = new RecordingTarget();
            new Fuzzer(target, [], seed).Run(1_000);
            return target.Inputs.Value;
        }
    }

    private static FuzzTarget Find(string name) => FuzzTargets.All.Single(target => target.Name == name);

    /// <summary>Breaks on two exclamation marks in a row: the fuzzer's own control.</summary>
    private sealed class BrittleTarget : FuzzTarget
    {
        public override string Name => "brittle";

        public override IReadOnlyList<byte[]> Dictionary => ["!"u8.ToArray()];

        public override IEnumerable<(string Name, byte[] Input)> Seeds() => [("start", "some text to start from"u8.ToArray())];

        public override ulong Run(ReadOnlySpan<byte> input)
        {
            BrokenInvariantException.Demand(input.IndexOf("!!"u8) < 0, "no two in a row");
            return (ulong)input.Count((byte)'!');
        }
    }

    /// <summary>Does not come back from its first input until it is let go, and breaks then.</summary>
    private sealed class EndlessTarget(ManualResetEventSlim end) : FuzzTarget
    {
        public override string Name => "endless";

        public override IReadOnlyList<byte[]> Dictionary => ["x"u8.ToArray()];

        public override IEnumerable<(string Name, byte[] Input)> Seeds() => [("start", "for ever"u8.ToArray())];

        public override ulong Run(ReadOnlySpan<byte> input)
        {
            end.Wait();
            throw new BrokenInvariantException("let go");
        }
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("endpoints-fuzz").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }

    private sealed class RecordingTarget : FuzzTarget
    {
        private Behavior _inputs = new();

        public Behavior Inputs => _inputs;

        public override string Name => "recording";

        public override IReadOnlyList<byte[]> Dictionary => ["x"u8.ToArray()];

        public override IEnumerable<(string Name, byte[] Input)> Seeds() => [("start", "start"u8.ToArray())];

        public override ulong Run(ReadOnlySpan<byte> input)
        {
            _inputs.Add((int)FuzzRandom.Hash(input));
            return 0;
        }
    }
}
