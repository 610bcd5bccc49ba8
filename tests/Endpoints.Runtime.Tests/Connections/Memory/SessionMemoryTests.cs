using Endpoints.Connections.Memory;
using Endpoints.Protocol;

namespace Endpoints.Runtime.Tests.Connections.Memory;

public class SessionMemoryTests
{
    private readonly MemoryBudget _host = new(1_000_000);

    [Fact]
    public void The_session_is_counted_to_the_byte()
    {
        var session = default(SessionMemory);

        Assert.Equal(ProtocolRule.None, session.TryTake(99_999, 100_000, _host));
        Assert.Equal(ProtocolRule.None, session.Check(1, 100_000, _host));
        Assert.Equal(ProtocolRule.SessionMemoryExceeded, session.Check(2, 100_000, _host));
        Assert.Equal(ProtocolRule.SessionMemoryExceeded, session.TryTake(2, 100_000, _host));
        Assert.Equal(ProtocolRule.None, session.TryTake(1, 100_000, _host));
        Assert.Equal(100_000, session.Held);
    }

    [Fact]
    public void The_host_is_told_in_steps_and_at_the_end_to_the_byte()
    {
        var session = default(SessionMemory);

        session.TryTake(SessionMemory.Grain - 1, long.MaxValue, _host);
        Assert.Equal(0, _host.Used);

        session.TryTake(1, long.MaxValue, _host);
        Assert.Equal(SessionMemory.Grain, _host.Used);

        session.Take(10_000, _host);
        Assert.Equal(SessionMemory.Grain + 10_000, _host.Used);

        session.Return(1, _host);
        Assert.Equal(SessionMemory.Grain + 10_000, _host.Used);

        session.Return(SessionMemory.Grain - 1, _host);
        Assert.Equal(10_000, _host.Used);

        session.Return(10_000, _host);
        Assert.Equal(0, _host.Used);
        Assert.Equal(0, session.Held);
    }

    [Fact]
    public void A_session_of_small_buffers_never_touches_the_host()
    {
        var host = new MemoryBudget(0);
        var session = default(SessionMemory);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(ProtocolRule.None, session.TryTake(1024, long.MaxValue, host));
            session.Return(1024, host);
        }

        Assert.Equal(0, host.Used);
    }

    [Fact]
    public void The_host_refuses_what_does_not_fit_and_nothing_is_counted()
    {
        _host.Take(1_000_000 - 10_000);
        var session = default(SessionMemory);

        Assert.Equal(ProtocolRule.HostMemoryExceeded, session.Check(10_001, long.MaxValue, _host));
        Assert.Equal(ProtocolRule.HostMemoryExceeded, session.TryTake(10_001, long.MaxValue, _host));
        Assert.Equal(0, session.Held);
        Assert.Equal(ProtocolRule.None, session.TryTake(10_000, long.MaxValue, _host));
        Assert.Equal(1_000_000, _host.Used);
    }

    [Fact]
    public void After_its_end_a_session_counts_nothing_early_or_late()
    {
        var session = default(SessionMemory);
        session.Take(50_000, _host);

        session.End(_host);
        session.Return(20_000, _host);
        session.Take(20_000, _host);
        session.End(_host);

        Assert.Equal(0, _host.Used);
    }
}
