using Endpoints.Transport.Linux.Loop;

namespace Endpoints.Transport.Linux.Tests.Loop;

public sealed class EngineChoiceTests
{
    private static readonly EngineSettings Settings = new();

    [Fact]
    public void Epoll_is_taken_where_it_is_asked_for()
    {
        var choice = EngineChoice.Make(LinuxEngine.Epoll, Settings, () => null);

        Assert.Equal(("epoll", "It was asked for."), (choice.Name, choice.Why));
    }

    [Fact]
    public void Io_uring_is_taken_where_nothing_is_in_its_way()
    {
        Assert.Equal("io_uring", EngineChoice.Make(LinuxEngine.Automatic, Settings, () => null).Name);
        Assert.Equal("io_uring", EngineChoice.Make(LinuxEngine.IoUring, Settings, () => null).Name);
    }

    [Fact]
    public void Epoll_stands_in_and_says_why()
    {
        var choice = EngineChoice.Make(LinuxEngine.Automatic, Settings, () => "io_uring_setup: Operation not permitted (errno 1)");

        Assert.Equal("epoll", choice.Name);
        Assert.Contains("Operation not permitted", choice.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_demand_that_cannot_be_met_is_refused_with_what_to_do()
    {
        var error = Assert.Throws<PlatformNotSupportedException>(
            () => EngineChoice.Make(LinuxEngine.IoUring, Settings, () => "io_uring_setup: Operation not permitted (errno 1)"));

        Assert.Contains("Operation not permitted", error.Message, StringComparison.Ordinal);
        Assert.Contains("kernel.io_uring_disabled", error.Message, StringComparison.Ordinal);
        Assert.Contains("set Engine to Automatic or Epoll", error.Message, StringComparison.Ordinal);
    }
}
