using System.Diagnostics;
using System.Globalization;
using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Xunit.Abstractions;

namespace Endpoints.Generator.Tests.CleanCode;

/// <summary>
/// Half-written code never makes the generator or an analyzer fail or hang. A share of the seeds runs each time; all 10,000 with
/// <c>WSE_MUTATIONS=10000</c> (docs/howto/run-the-tests.md).
/// </summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private const int Share = 100;

    // Far above what any takes, even on a loaded machine: a hang, not a slow run.
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Nothing_fails_or_hangs_over_mutated_sources()
    {
        var count = Environment.GetEnvironmentVariable("WSE_MUTATIONS") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : Share;
        var first = Environment.GetEnvironmentVariable("WSE_MUTATION_SEED") is { Length: > 0 } seed ? int.Parse(seed, CultureInfo.InvariantCulture) : 0;
        var projects = Projects().ToArray();
        var slowest = TimeSpan.Zero;
        var emitted = 0;
        var reported = new HashSet<string>(StringComparer.Ordinal);
        for (var i = first; i < first + count; i++)
        {
            var project = projects[i % projects.Length];
            var started = Stopwatch.GetTimestamp();
            using var hang = new CancellationTokenSource(Hang);
            try
            {
                var (isEmitted, ids) = await RunAsync(project, i, hang.Token);
                emitted += isEmitted ? 1 : 0;
                reported.UnionWith(ids);
            }
            catch (Exception failure)
            {
                throw new Xunit.Sdk.XunitException($"Seed {i}, {project.Name}:\n{failure}\n\n{project.Mutate(i)}");
            }

            slowest = Stopwatch.GetElapsedTime(started) is var taken && taken > slowest ? taken : slowest;
        }

        output.WriteLine($"{count} mutations from seed {first}; emitted for {emitted}; slowest {slowest.TotalMilliseconds:F0} ms; reported {string.Join(", ", reported.Order())}");

        // Neither all broken nor all untouched, or nothing was tested.
        Assert.InRange(emitted, 1, count - 1);
        Assert.NotEmpty(reported);
    }

    private static async Task<(bool IsEmitted, IEnumerable<string> Ids)> RunAsync(Project project, int seed, CancellationToken cancellationToken)
    {
        var changed = CSharpSyntaxTree.ParseText(
            SourceText.From(project.Mutate(seed), System.Text.Encoding.UTF8), AnalyzerCompilation.ParseOptions, project.Files[project.FileOf(seed)].FilePath, cancellationToken);
        var input = project.Compilation.ReplaceSyntaxTree(project.Files[project.FileOf(seed)], changed);
        var driver = project.Driver.RunGenerators(input, cancellationToken);
        var result = driver.GetRunResult().Results[0];
        if (result.Exception is not null)
        {
            throw new InvalidOperationException("The generator failed (CS8785).", result.Exception);
        }

        // What was emitted may name what half-written code does not have, but it is C#.
        if (result.GeneratedSources.SelectMany(s => s.SyntaxTree.GetDiagnostics(cancellationToken)).FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error)
        {
            throw new InvalidOperationException($"What was emitted does not parse: {error}\n{error.Location.SourceTree}");
        }

        Exception? failure = null;
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), (exception, analyzer, _) => failure = new InvalidOperationException($"{analyzer.GetType().Name} failed (AD0001).", exception),
            concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        var diagnostics = await input.WithAnalyzers(AnalyzerCompilation.Analyzers, options).GetAnalyzerDiagnosticsAsync(cancellationToken);
        return failure is null
            ? (result.GeneratedSources.Any(s => s.HintName.EndsWith(".Endpoint.g.cs", StringComparison.Ordinal)), diagnostics.Select(d => d.Id))
            : throw failure;
    }

    private static IEnumerable<Project> Projects()
    {
        foreach (var sample in new[] { "Chat", "Echo" })
        {
            var folder = Path.Combine(RefPacks.Metadata("RepositoryRoot"), "samples", sample);
            yield return new Project(sample, OutputKind.ConsoleApplication, [.. Directory.GetFiles(folder, "*.cs").Order().Select(File.ReadAllText)]);
        }

        foreach (var (name, text) in CleanSources.All)
        {
            yield return new Project(name, OutputKind.DynamicallyLinkedLibrary, [text]);
        }
    }

    /// <summary>A project, compiled and generated once; each mutation is an edit of one file, as in an editor.</summary>
    private sealed class Project
    {
        private readonly string[] _sources;

        public Project(string name, OutputKind kind, string[] sources)
        {
            Name = name;
            _sources = sources;
            Compilation = AnalyzerCompilation.Create(sources, GeneratorProject.AspNetCoreDoor)
                .WithOptions(AnalyzerCompilation.CompilationOptions.WithOutputKind(kind));
            Files = [.. Compilation.SyntaxTrees.Where(t => t.FilePath.StartsWith("Source", StringComparison.Ordinal))];
            Driver = CSharpGeneratorDriver
                .Create([new EndpointGenerator().AsSourceGenerator()], parseOptions: AnalyzerCompilation.ParseOptions)
                .RunGenerators(Compilation);
        }

        public string Name { get; }

        public CSharpCompilation Compilation { get; }

        public SyntaxTree[] Files { get; }

        public GeneratorDriver Driver { get; }

        public int FileOf(int seed) => (seed / 7) % _sources.Length;

        public string Mutate(int seed) => TokenMutator.Mutate(_sources[FileOf(seed)], seed);
    }
}
