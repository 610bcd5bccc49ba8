using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Protocol;

public class FrameHeaderReaderTests
{
    public static TheoryData<ulong, int> Lengths => new()
    {
        { 0, 2 },
        { 1, 2 },
        { 125, 2 },
        { 126, 4 },
        { 127, 4 },
        { 65535, 4 },
        { 65536, 10 },
        { int.MaxValue, 10 },
        { 1UL << 31, 10 },
        { long.MaxValue, 10 },
    };

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Every_length_is_read_from_its_minimal_form(ulong length, int unmaskedHeaderLength)
    {
        foreach (bool mask in new[] { false, true })
        {
            byte[] bytes = FrameBuilder.Header(Opcode.Binary, length, mask: mask);

            Assert.True(FrameHeaderReader.TryRead(bytes, out FrameHeader header));

            Assert.Equal((long)length, header.PayloadLength);
            Assert.Equal(unmaskedHeaderLength + (mask ? 4 : 0), header.HeaderLength);
            Assert.Equal(mask, header.IsMasked);
            Assert.True(header.IsLengthMinimal);
            Assert.False(header.HasLengthTopBit);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void A_head_is_complete_with_its_last_byte_and_not_before(ulong length, int unmaskedHeaderLength)
    {
        foreach (bool mask in new[] { false, true })
        {
            byte[] bytes = FrameBuilder.Header(Opcode.Text, length, mask: mask);
            Assert.Equal(unmaskedHeaderLength + (mask ? 4 : 0), bytes.Length);

            for (int available = 0; available < bytes.Length; available++)
            {
                Assert.False(FrameHeaderReader.TryRead(bytes.AsSpan(0, available), out _));
            }

            Assert.True(FrameHeaderReader.TryRead(bytes, out _));
        }
    }

    [Fact]
    public void Every_first_byte_is_taken_apart()
    {
        for (int first = 0; first <= 0xFF; first++)
        {
            Assert.True(FrameHeaderReader.TryRead([(byte)first, 0], out FrameHeader header));

            Assert.Equal(first >= 0x80, header.Fin);
            Assert.Equal((ReservedBits)(first & 0x70), header.ReservedBits);
            Assert.Equal((Opcode)(first & 0x0F), header.Opcode);
        }
    }

    [Theory]
    [InlineData(0, (int)LengthForm.Bits16)]
    [InlineData(125, (int)LengthForm.Bits16)]
    [InlineData(0, (int)LengthForm.Bits64)]
    [InlineData(125, (int)LengthForm.Bits64)]
    [InlineData(126, (int)LengthForm.Bits64)]
    [InlineData(65535, (int)LengthForm.Bits64)]
    public void A_length_in_more_bytes_than_it_needs_is_told(ulong length, int form)
    {
        byte[] bytes = FrameBuilder.Header(Opcode.Binary, length, form: (LengthForm)form);

        Assert.True(FrameHeaderReader.TryRead(bytes, out FrameHeader header));

        Assert.Equal((long)length, header.PayloadLength);
        Assert.Equal(bytes.Length, header.HeaderLength);
        Assert.False(header.IsLengthMinimal);
    }

    [Theory]
    [InlineData(1UL << 63)]
    [InlineData(ulong.MaxValue)]
    public void The_top_bit_of_a_64_bit_length_is_told(ulong length)
    {
        Assert.True(FrameHeaderReader.TryRead(FrameBuilder.Header(Opcode.Binary, length), out FrameHeader header));

        Assert.True(header.HasLengthTopBit);
        Assert.Equal(14, header.HeaderLength);
    }

    [Fact]
    public void The_mask_key_keeps_the_order_of_its_bytes()
    {
        Assert.True(FrameHeaderReader.TryRead(FrameBuilder.Header(Opcode.Text, 5), out FrameHeader header));

        Assert.Equal(FrameBuilder.MaskKey.ToArray(), BitConverter.GetBytes(header.MaskKey));
    }
}
