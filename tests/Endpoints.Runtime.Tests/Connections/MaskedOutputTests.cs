using System.Buffers;
using System.Buffers.Binary;
using Endpoints.Connections;
using Endpoints.Protocol;

namespace Endpoints.Runtime.Tests.Connections;

/// <summary>What a client appends leaves masked, each frame with a key of its own (RFC 6455 section 5.3).</summary>
public sealed class MaskedOutputTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    public void A_payload_is_masked_whatever_its_size_is(int size)
    {
        var payload = Enumerable.Range(0, size).Select(i => (byte)(i * 3)).ToArray();
        var output = default(OutputBuffer);
        output.Append(Opcode.Binary, payload, ArrayPool<byte>.Shared, masked: true);

        Assert.True(output.TryTake(out var batch));
        Assert.Equal(payload, Unmask(batch.Span, out _));
    }

    [Fact]
    public void A_message_behind_another_is_masked_in_place_with_another_key()
    {
        var output = default(OutputBuffer);
        output.Append(Opcode.Text, "one"u8, ArrayPool<byte>.Shared, masked: true);
        Assert.True(output.TryAppendInPlace(Opcode.Text, "two"u8, 1000, masked: true));

        Assert.True(output.TryTake(out var batch));
        Assert.Equal(2 * (2 + 4 + 3), batch.Length);
        Assert.Equal("one"u8.ToArray(), Unmask(batch.Span[..9], out var first));
        Assert.Equal("two"u8.ToArray(), Unmask(batch.Span[9..], out var second));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Growth_counts_the_key()
    {
        var output = default(OutputBuffer);
        output.Append(Opcode.Binary, new byte[256 - 2 - 2], ArrayPool<byte>.Shared, masked: false);
        Assert.Equal(256, output.Capacity);
        output = default;
        Assert.Equal(256, output.GrowthFor(256 - 4 - 4, masked: true));
        Assert.Equal(512, output.GrowthFor(256 - 4 - 4 + 1, masked: true));
        Assert.Equal(256, output.GrowthFor(256 - 4, masked: false));
    }

    [Fact]
    public void Keys_are_not_used_again_on_any_thread()
    {
        const int Each = 3000;
        var keys = new uint[4][];
        Parallel.For(0, keys.Length, thread => keys[thread] = [.. Enumerable.Range(0, Each).Select(_ => MaskKeys.Next())]);

        // Of so many random keys, one in 60 runs has two that are the same by chance; six pairs would be a fault.
        var all = keys.SelectMany(drawn => drawn).ToArray();
        Assert.True(all.Distinct().Count() > all.Length - 6);
    }

    // By the letter of section 5.2, without the runtime's own reader.
    private static byte[] Unmask(ReadOnlySpan<byte> frame, out uint key)
    {
        Assert.True((frame[1] & 0x80) != 0, "The frame is not masked.");
        var (length, at) = (frame[1] & 0x7F) switch
        {
            126 => (BinaryPrimitives.ReadUInt16BigEndian(frame[2..]), 4),
            127 => ((int)BinaryPrimitives.ReadUInt64BigEndian(frame[2..]), 10),
            var small => (small, 2),
        };
        Assert.Equal(at + 4 + length, frame.Length);
        key = BinaryPrimitives.ReadUInt32LittleEndian(frame[at..]);
        var payload = frame[(at + 4)..].ToArray();
        for (var i = 0; i < payload.Length; i++)
        {
            payload[i] ^= frame[at + (i % 4)];
        }

        return payload;
    }
}
