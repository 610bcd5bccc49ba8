using Endpoints.Protocol;

namespace Endpoints.Runtime.Tests.Protocol;

public class MessageBufferTests
{
    [Fact]
    public void Chunks_stand_behind_each_other_through_every_growth()
    {
        var buffer = new MessageBuffer();
        var expected = new List<byte>();
        for (int size = 1; size < 300; size++)
        {
            byte[] chunk = [.. Enumerable.Repeat((byte)size, size)];
            expected.AddRange(chunk);

            Assert.Equal(ProtocolRule.None, buffer.Append(chunk, finalLength: 1 << 20, out Span<byte> copy));

            Assert.True(copy.SequenceEqual(chunk));
            Assert.Equal(expected.Count, buffer.Length);
        }

        Assert.Equal(expected, buffer.Written.ToArray());
        buffer.Release();
    }

    [Fact]
    public void The_array_may_be_filled_to_its_last_byte_without_growing()
    {
        var buffer = new MessageBuffer();
        buffer.Append(new byte[256], finalLength: 1024, out _);
        byte[] array = buffer.Array!;

        buffer.Append(new byte[array.Length - 256], finalLength: 1024, out _);
        Assert.Same(array, buffer.Array);

        buffer.Append([1], finalLength: 1024, out _);
        Assert.NotSame(array, buffer.Array);
        buffer.Release();
    }

    [Fact]
    public void A_message_whose_end_is_known_gets_no_more_than_it_needs()
    {
        var buffer = new MessageBuffer();

        buffer.Append(new byte[10], finalLength: 16, out _);

        Assert.Equal(16, buffer.Array!.Length);
        buffer.Release();
    }

    [Fact]
    public void Released_it_holds_nothing_and_may_be_used_again()
    {
        var buffer = new MessageBuffer();
        buffer.Append([1, 2, 3], finalLength: 3, out _);

        buffer.Release();
        buffer.Release();

        Assert.Null(buffer.Array);
        Assert.Equal(0, buffer.Length);
        Assert.True(buffer.Written.IsEmpty);

        buffer.Append([4], finalLength: 1, out _);
        Assert.Equal([4], buffer.Written.ToArray());
        buffer.Release();
    }
}
