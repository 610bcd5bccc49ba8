using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Endpoints.Benchmarks.Generation;

/// <summary>
/// The generator's own time, as the compiler's driver measures it: what it adds to a build and to a keystroke, without the compiler's
/// parsing before and behind it. BenchmarkDotNet could measure only all of it.
/// </summary>
internal static class GeneratorRounds
{
    private static readonly int[] Counts = [10, 100, 1000];

    public static void Run()
    {
        Console.WriteLine("Generator time in ms: least / median of the rounds");
        foreach (var count in Counts)
        {
            var project = new EndpointProject(count);
            var compilation = project.Compilation;
            RequireEmitted(project);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} endpoints"));
            Report("first run", Math.Max(5, 200 / count), () =>
            {
                project.Forget();
                return Time(EndpointProject.NewDriver().RunGenerators(project.Compilation));
            });

            var driver = EndpointProject.NewDriver().RunGenerators(project.Compilation);
            Report("edit in a body", 60, () =>
            {
                project.EditBody();
                driver = driver.RunGenerators(project.Compilation);
                return Time(driver);
            });
            Report("edit of a route", 60, () =>
            {
                project.EditRoute();
                driver = driver.RunGenerators(project.Compilation);
                return Time(driver);
            });
            ReportShare(new EndpointProject(count));
        }
    }

    // A whole build: parsing, the generator, binding and emitting of both.
    private static void ReportShare(EndpointProject project)
    {
        List<double> shares = [];
        var sources = project.Compilation.SyntaxTrees.Select(t => (t.FilePath, Text: t.GetText())).ToArray();
        for (var round = 0; round < 9; round++)
        {
            var start = Stopwatch.GetTimestamp();
            var trees = sources.Select(s => CSharpSyntaxTree.ParseText(s.Text, EndpointProject.ParseOptions, s.FilePath));
            var input = project.Compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(trees);
            var driver = EndpointProject.NewDriver().RunGeneratorsAndUpdateCompilation(input, out var output, out _);
            using var image = new MemoryStream();
            output.Emit(image);
            shares.Add(100 * Time(driver) / Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        shares.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {"share of a build",-18} {shares[0],8:F1} / {shares[shares.Count / 2],8:F1} %"));
    }

    private static void RequireEmitted(EndpointProject project)
    {
        var files = EndpointProject.NewDriver().RunGenerators(project.Compilation).GetRunResult().GeneratedTrees.Length;
        if (files <= project.Count)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Only {files} files were emitted."));
        }
    }

    private static double Time(GeneratorDriver driver) => driver.GetTimingInfo().GeneratorTimes.Single().ElapsedTime.TotalMilliseconds;

    private static void Report(string what, int rounds, Func<double> measure)
    {
        for (var i = 0; i < 3; i++)
        {
            measure();
        }

        var times = Enumerable.Range(0, rounds).Select(_ => measure()).Order().ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-18} {times[0],8:F2} / {times[times.Length / 2],8:F2}"));
    }
}
