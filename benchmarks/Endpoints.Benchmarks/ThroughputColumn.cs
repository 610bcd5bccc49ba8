using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Endpoints.Benchmarks;

/// <summary>Bytes per second, by the parameter that says how many bytes one operation works on.</summary>
internal sealed class ThroughputColumn : IColumn
{
    private const string Parameter = "Length";

    public string Id => nameof(ThroughputColumn);

    public string ColumnName => "MB/s";

    public bool AlwaysShow => false;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "Millions of payload bytes per second, from the mean";

    public bool IsAvailable(Summary summary) => summary.BenchmarksCases.Any(benchmark => GetLength(benchmark) is not null);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, SummaryStyle.Default);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        GetLength(benchmarkCase) is { } length && summary[benchmarkCase]?.ResultStatistics?.Mean is { } nanoseconds
            ? (length * 1e3 / nanoseconds).ToString("N0", CultureInfo.InvariantCulture)
            : "-";

    private static int? GetLength(BenchmarkCase benchmark) =>
        benchmark.Parameters.Items.FirstOrDefault(parameter => parameter.Name == Parameter)?.Value as int?;
}
