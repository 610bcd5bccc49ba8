using Endpoints.Connections.Memory;

namespace Endpoints.Runtime.Tests.Connections.Memory;

public class MemoryBudgetTests
{
    [Fact]
    public void What_just_fits_is_given_and_one_byte_more_is_not()
    {
        var budget = new MemoryBudget(1000);

        Assert.True(budget.TryTake(400));
        Assert.False(budget.TryTake(601));
        Assert.True(budget.HasRoomFor(600));
        Assert.False(budget.HasRoomFor(601));
        Assert.True(budget.TryTake(600));
        Assert.False(budget.TryTake(1));
        Assert.Equal(1000, budget.Used);

        budget.Return(1000);
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public void Without_a_limit_everything_fits_and_is_counted()
    {
        var budget = new MemoryBudget(null);

        Assert.True(budget.TryTake(long.MaxValue / 2));
        Assert.False(budget.IsFull);
        Assert.Equal(long.MaxValue / 2, budget.Used);
    }

    [Fact]
    public void From_nine_tenths_on_it_is_full()
    {
        var budget = new MemoryBudget(1000);

        budget.Take(899);
        Assert.False(budget.IsFull);

        budget.Take(1);
        Assert.True(budget.IsFull);
        Assert.True(budget.TryTake(100));
    }

    [Fact]
    public void What_may_not_be_refused_is_counted_beyond_the_limit_and_then_nothing_else_fits()
    {
        var budget = new MemoryBudget(1000);

        budget.Take(1500);

        Assert.Equal(1500, budget.Used);
        Assert.False(budget.TryTake(0 + 1));
        budget.Return(1500);
        Assert.True(budget.TryTake(1000));
    }

    [Fact]
    public void No_byte_is_lost_or_given_twice_between_threads()
    {
        const int Each = 7;
        var budget = new MemoryBudget(10 * Each);
        Parallel.For(0, 10_000, _ =>
        {
            if (budget.TryTake(Each))
            {
                Assert.InRange(budget.Used, Each, budget.Limit);
                budget.Return(Each);
            }
        });

        Assert.Equal(0, budget.Used);
    }
}
