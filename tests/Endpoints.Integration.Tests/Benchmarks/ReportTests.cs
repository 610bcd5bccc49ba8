using System.Text.Json;
using Endpoints.Integration.Tests.Samples;

namespace Endpoints.Integration.Tests.Benchmarks;

/// <summary>What <c>benchmarks/compare.sh</c> makes of samples: medians of the clean ones, marks, and words where there is no figure.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("benchmark-report-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_row_is_the_median_of_its_clean_samples()
    {
        var report = await ReportAsync(
            Sample("bun", 100_000), Sample("bun", 300_000), Sample("bun", 200_000), Sample("bun", 900_000, foreign: 0.2),
            Sample("aspnetcore", 50_000));

        Assert.Contains("| Bun | 200,000 | 4.00 | 1.00 |", report, StringComparison.Ordinal);
        Assert.Contains("| 100,000 to 300,000 | 3, 1 dirty |", report, StringComparison.Ordinal);
        Assert.DoesNotContain("&dagger;", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_without_a_clean_sample_and_one_that_the_generator_limits_are_marked()
    {
        var report = await ReportAsync(Sample("bun", 100, foreign: 0.2), Sample("aspnetcore", 100, generator: 0.91), Sample("node-ws", 100, generator: 0.90));

        Assert.Contains("| Bun&dagger; |", report, StringComparison.Ordinal);
        Assert.Contains("| ASP.NET Core, default&Dagger; |", report, StringComparison.Ordinal);
        Assert.Contains("| Node, ws |", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_failed_or_is_not_there_says_why()
    {
        var report = await ReportAsync(
            Sample("bun", 100),
            """{"load":"echo-20","server":"netty","round":0,"error":"ended with 1: no memory"}""",
            """{"load":"echo-20","server":"endpoints-loop","round":0,"skipped":"There is no door."}""");

        Assert.Contains("- Netty: failed: ended with 1: no memory", report, StringComparison.Ordinal);
        Assert.Contains("- Endpoints, loop door, io_uring: skipped: There is no door.", report, StringComparison.Ordinal);
    }

    private static string Sample(string server, double rate, double generator = 0.5, double foreign = 0) => JsonSerializer.Serialize(new
    {
        load = "echo-20",
        server,
        round = 0,
        rate,
        p50_us = 1,
        p99_us = 2,
        server_cpu_us = 1,
        server_busy = 0.5,
        generator_busy = generator,
        server_core_busy = 0.5 + foreign,
        generator_core_busy = generator,
        server_core_steal = 0,
        generator_core_steal = 0,
    });

    private async Task<string> ReportAsync(params string[] samples)
    {
        await File.WriteAllLinesAsync(Path.Combine(_folder.FullName, "latest.jsonl"), samples);
        await using var script = ChildProcess.Start(
            Path.Combine(Repository.Root, "benchmarks", "compare.sh"), ["--report-only", "--output", _folder.FullName]);
        Assert.True(await script.WaitForExitAsync() == 0, script.Output);
        Assert.Contains("<svg", await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "latest.svg")), StringComparison.Ordinal);
        return await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "latest.md"));
    }
}
