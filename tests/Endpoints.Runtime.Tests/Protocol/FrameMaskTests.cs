using Endpoints.Protocol;

namespace Endpoints.Runtime.Tests.Protocol;

public class FrameMaskTests
{
    private static readonly byte[] KeyBytes = [0x01, 0x8F, 0x37, 0xC4];

    private static uint Key => BitConverter.ToUInt32(KeyBytes);

    [Fact]
    public void Every_length_and_phase_agrees_with_the_formula_of_the_RFC()
    {
        for (int length = 0; length <= 600; length++)
        {
            for (int phase = 0; phase < 4; phase++)
            {
                // A frame of other bytes around the payload: a vector too many would show.
                byte[] memory = Sample(length + 128);
                byte[] expected = [.. memory];
                for (int i = 0; i < length; i++)
                {
                    expected[64 + i] ^= KeyBytes[(i + phase) % 4];
                }

                int next = FrameMask.Apply(memory.AsSpan(64, length), Key, phase);

                Assert.True(expected.AsSpan().SequenceEqual(memory), $"length {length}, phase {phase}");
                Assert.Equal((phase + length) % 4, next);
            }
        }
    }

    [Fact]
    public void A_masked_copy_agrees_with_the_formula_of_the_RFC_at_every_length()
    {
        for (int length = 0; length <= 600; length++)
        {
            byte[] payload = Sample(length);
            byte[] memory = Sample(length + 128);
            byte[] expected = [.. memory];
            for (int i = 0; i < length; i++)
            {
                expected[64 + i] = (byte)(payload[i] ^ KeyBytes[i % 4]);
            }

            FrameMask.Copy(payload, memory.AsSpan(64, length), Key);

            Assert.True(expected.AsSpan().SequenceEqual(memory), $"length {length}");
            Assert.Equal(Sample(length), payload);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => FrameMask.Copy(new byte[2], new byte[1], Key));
    }

    [Fact]
    public void Every_alignment_agrees_with_the_formula_of_the_RFC()
    {
        foreach (int length in (int[])[127, 128, 129, 191, 192, 255, 256, 319, 320, 321, 1023])
        {
            // Pinned, so that the offsets are all alignments that there are.
            byte[] memory = GC.AllocateUninitializedArray<byte>(length + 192, pinned: true);
            for (int offset = 0; offset < 64; offset++)
            {
                Sample(memory.Length).CopyTo(memory, 0);
                byte[] expected = [.. memory];
                for (int i = 0; i < length; i++)
                {
                    expected[64 + offset + i] ^= KeyBytes[(i + 1) % 4];
                }

                FrameMask.Apply(memory.AsSpan(64 + offset, length), Key, 1);

                Assert.True(expected.AsSpan().SequenceEqual(memory), $"length {length}, offset {offset}");
            }
        }
    }

    [Fact]
    public void A_payload_masked_in_two_pieces_is_masked_as_a_whole()
    {
        byte[] whole = Sample(150);
        FrameMask.Apply(whole, Key, 0);

        for (int cut = 0; cut <= whole.Length; cut++)
        {
            byte[] pieces = Sample(150);

            int phase = FrameMask.Apply(pieces.AsSpan(0, cut), Key, 0);
            FrameMask.Apply(pieces.AsSpan(cut), Key, phase);

            Assert.Equal(whole, pieces);
        }
    }

    [Fact]
    public void Applied_twice_it_is_undone()
    {
        byte[] payload = Sample(1000);

        FrameMask.Apply(payload, Key, 3);
        FrameMask.Apply(payload, Key, 3);

        Assert.Equal(Sample(1000), payload);
    }

    private static byte[] Sample(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
