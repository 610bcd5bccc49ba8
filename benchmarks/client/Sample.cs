namespace ClientBenchmark;

/// <summary>What one round of one client came to.</summary>
/// <param name="PerSecond">Messages that came back in a second.</param>
/// <param name="Cpu">Processor time of this process for each, in microseconds.</param>
/// <param name="Allocated">Bytes allocated for each.</param>
internal sealed record Sample(double PerSecond, double Cpu, double Allocated)
{
    /// <summary>The medians of each figure.</summary>
    public static Sample Median(IReadOnlyList<Sample> samples) =>
        new(Median(samples.Select(s => s.PerSecond)), Median(samples.Select(s => s.Cpu)), Median(samples.Select(s => s.Allocated)));

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return ordered[ordered.Length / 2];
    }
}
