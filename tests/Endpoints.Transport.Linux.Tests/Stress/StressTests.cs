namespace Endpoints.Transport.Linux.Tests.Stress;

/// <summary>A short run on each engine; long ones are for the command line.</summary>
[CollectionDefinition(nameof(StressTests), DisableParallelization = true)]
[Collection(nameof(StressTests))]
public sealed class StressTests
{
    [Theory]
    [InlineData(LinuxEngine.IoUring)]
    [InlineData(LinuxEngine.Epoll)]
    public async Task Connections_that_come_and_go_in_every_way_leave_nothing_behind(LinuxEngine engine)
    {
        // The platform opens some handles for itself, once.
        await new StressRun(engine, seed: 1, workers: 4).ExecuteAsync(steps: 5);
        var before = StressRun.CountHandles();

        await new StressRun(engine, seed: 2, workers: 16).ExecuteAsync(steps: 12);

        Assert.InRange(StressRun.CountHandles(), 0, before);
    }
}
