using Endpoints.AspNetCore.Kestrel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Kestrel;

public sealed class KestrelBlocksTests
{
    [Theory]
    [InlineData(4096, true)]
    [InlineData(4095, false)]
    [InlineData(1024 * 1024, true)]
    [InlineData((1024 * 1024) + 1, false)]
    public void Blocks_have_4_KiB_to_1_MiB(int size, bool isRight)
    {
        var builder = WebApplication.CreateSlimBuilder();

        var error = Record.Exception(() => builder.WebHost.UseKestrelBlocks(size));

        Assert.Equal(isRight, error is null);
        Assert.True(isRight || error is ArgumentOutOfRangeException);
    }

    [Fact]
    public async Task Kestrel_is_given_the_blocks()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelBlocks(16 * 1024);
        await using var app = builder.Build();

        using var pool = app.Services.GetRequiredService<IMemoryPoolFactory<byte>>().Create();
        using var block = pool.Rent(4096);

        Assert.IsType<BlockPool>(pool);
        Assert.Equal(16 * 1024, block.Memory.Length);
    }

    [Fact]
    public void A_block_is_used_again_once_it_was_given_back_and_given_back_once()
    {
        using var pool = new BlockPool(4096);
        var first = pool.Rent();
        var memory = first.Memory;

        first.Dispose();
        first.Dispose();
        using var second = pool.Rent(1);
        using var third = pool.Rent(1);

        Assert.True(second.Memory.Equals(memory));
        Assert.False(third.Memory.Equals(memory));
    }

    [Fact]
    public void Whoever_asks_for_more_than_a_block_gets_it()
    {
        using var pool = new BlockPool(4096);
        using var large = pool.Rent(5000);

        Assert.Equal(5000, large.Memory.Length);
    }
}
