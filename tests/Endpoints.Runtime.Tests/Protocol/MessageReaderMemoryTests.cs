using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Protocol;

/// <summary>What a peer can make this end hold.</summary>
public class MessageReaderMemoryTests
{
    private const int Huge = 2_147_483_591;

    [Fact]
    public void An_announced_length_costs_nothing_until_bytes_arrive()
    {
        using var driver = new ReaderDriver(maxMessageSize: Huge);

        driver.Feed(FrameBuilder.Header(Opcode.Binary, Huge));
        Assert.Equal(0, driver.Reader.BufferedBytes);

        driver.Feed([1]);
        Assert.InRange(driver.Reader.BufferedBytes, 1, 256);
    }

    [Fact]
    public void Memory_follows_what_has_arrived_at_no_more_than_four_times()
    {
        using var driver = new ReaderDriver(maxMessageSize: Huge);
        driver.Feed(FrameBuilder.Header(Opcode.Binary, Huge));
        byte[] piece = new byte[777];
        for (int arrived = piece.Length; arrived < 300_000; arrived += piece.Length)
        {
            driver.Feed(piece);

            // Twice by doubling, and twice more because the pool rounds up to a power of two.
            Assert.InRange(driver.Reader.BufferedBytes, arrived, arrived * 4);
        }
    }

    [Fact]
    public void A_flood_of_one_byte_fragments_holds_no_more_than_the_bytes_in_one_frame()
    {
        const int Count = 131_000;
        using var driver = new ReaderDriver();
        driver.Feed(FrameBuilder.Binary([0], fin: false));
        byte[] flood = FrameBuilder.Concat([.. Enumerable.Repeat(FrameBuilder.Continuation([7], fin: false), 1000)]);
        for (int i = 0; i < Count / 1000; i++)
        {
            Assert.Empty(driver.Feed(flood));
        }

        Assert.InRange(driver.Reader.BufferedBytes, Count, 4 * Count);
    }

    [Fact]
    public void The_limit_bounds_the_array_where_doubling_would_pass_it()
    {
        using var driver = new ReaderDriver(maxMessageSize: 1000);

        driver.Feed(FrameBuilder.Binary(new byte[600], fin: false));

        // 1200 would be rented as 2048 bytes, 1000 as 1024.
        Assert.Equal(1024, driver.Reader.BufferedBytes);
    }

    [Fact]
    public void A_violation_gives_the_memory_of_an_unfinished_message_back()
    {
        using var driver = new ReaderDriver();
        driver.Feed(FrameBuilder.Binary(new byte[5000], fin: false));
        Assert.NotEqual(0, driver.Reader.BufferedBytes);

        driver.Feed(FrameBuilder.Text("again"));

        Assert.Equal(0, driver.Reader.BufferedBytes);
    }

    [Fact]
    public void The_peers_close_gives_the_memory_of_an_unfinished_message_back()
    {
        using var driver = new ReaderDriver();
        driver.Feed(FrameBuilder.Binary(new byte[5000], fin: false));

        driver.Feed(FrameBuilder.Close());

        Assert.Equal(0, driver.Reader.BufferedBytes);
    }

    [Fact]
    public void Discarding_gives_the_memory_of_an_unfinished_message_back_and_takes_no_more()
    {
        using var driver = new ReaderDriver();
        byte[] frame = FrameBuilder.Binary(new byte[5000]);
        driver.Feed(frame[..3000]);

        driver.Reader.BeginDiscard();
        Assert.Equal(0, driver.Reader.BufferedBytes);

        driver.Feed(frame[3000..4000]);
        Assert.Equal(0, driver.Reader.BufferedBytes);
    }
}
