using System.Buffers;

namespace Endpoints.Runtime.Tests.Generated;

public class PayloadWriterTests
{
    [Fact]
    public void What_is_written_stays_while_the_buffer_grows()
    {
        using var writer = PayloadWriter.Rent();
        var expected = new List<byte>();
        for (var i = 0; i < 3000; i++)
        {
            writer.GetSpan(i % 50)[0] = (byte)i;
            writer.Advance(1);
            expected.Add((byte)i);
        }

        writer.Write(new byte[100_000]);
        Assert.Equal([.. expected, .. new byte[100_000]], writer.Written.ToArray());
    }

    [Fact]
    public void A_writer_is_empty_when_it_is_rented_and_two_are_not_the_same()
    {
        using (var first = PayloadWriter.Rent())
        {
            first.Write("first"u8);
            using var second = PayloadWriter.Rent();
            second.Write("second"u8);
            Assert.Equal("first"u8.ToArray(), first.Written.ToArray());
            Assert.Equal("second"u8.ToArray(), second.Written.ToArray());
        }

        using var third = PayloadWriter.Rent();
        Assert.True(third.Written.IsEmpty);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1_000_000)]
    public void A_codec_that_counts_wrongly_is_told_so(int count)
    {
        using var writer = PayloadWriter.Rent();
        writer.GetSpan();

        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(count));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.GetMemory(-1));
    }
}
