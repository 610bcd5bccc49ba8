using Endpoints.Transport.Linux.Loop;

namespace Endpoints.Transport.Linux.Tests.Loop;

public sealed class BufferDemandTests
{
    private const int Calm = 4096;

    [Fact]
    public void No_more_than_the_least_are_kept_in_any_case()
    {
        var demand = new BufferDemand(64);

        Assert.All(Enumerable.Range(0, Calm * 3), _ => Assert.True(demand.Used(64)));
    }

    [Fact]
    public void One_is_given_up_after_each_calm()
    {
        var demand = new BufferDemand(64);

        for (var round = 0; round < 3; round++)
        {
            Assert.All(Enumerable.Range(0, Calm - 1), _ => Assert.True(demand.Used(65)));
            Assert.False(demand.Used(65));
        }
    }

    [Fact]
    public void A_shortage_keeps_them_for_long()
    {
        var demand = new BufferDemand(64);
        demand.RanOut();

        Assert.All(Enumerable.Range(0, (Calm * 17) - 1), _ => Assert.True(demand.Used(128)));
        Assert.False(demand.Used(128));
    }
}
