using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Protocol;

public class FrameHeaderWriterTests
{
    private static readonly Opcode[] Opcodes =
        [Opcode.Continuation, Opcode.Text, Opcode.Binary, Opcode.Close, Opcode.Ping, Opcode.Pong];

    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(1L << 31)]
    [InlineData(long.MaxValue)]
    public void Heads_are_the_bytes_of_the_RFC_at_every_length_boundary(long length)
    {
        foreach (Opcode opcode in Opcodes)
        {
            foreach (bool fin in new[] { false, true })
            {
                byte[] unmasked = Write(length, masked: false, d => FrameHeaderWriter.Write(d, opcode, fin, length));
                byte[] masked = Write(length, masked: true, d => FrameHeaderWriter.Write(d, opcode, fin, length, Key));

                Assert.Equal(FrameBuilder.Header(opcode, (ulong)length, fin, mask: false), unmasked);
                Assert.Equal(FrameBuilder.Header(opcode, (ulong)length, fin, mask: true), masked);
            }
        }
    }

    [Fact]
    public void Rsv1_is_set_when_asked_for()
    {
        byte[] unmasked = Write(5, masked: false, d => FrameHeaderWriter.Write(d, Opcode.Text, fin: true, 5, rsv1: true));
        byte[] masked = Write(5, masked: true, d => FrameHeaderWriter.Write(d, Opcode.Text, fin: true, 5, Key, rsv1: true));

        Assert.Equal(FrameBuilder.Header(Opcode.Text, 5, mask: false, rsv: ReservedBits.Rsv1), unmasked);
        Assert.Equal(FrameBuilder.Header(Opcode.Text, 5, mask: true, rsv: ReservedBits.Rsv1), masked);
    }

    [Fact]
    public void A_negative_length_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FrameHeaderWriter.Write(new byte[14], Opcode.Text, fin: true, -1));
    }

    private static uint Key => BitConverter.ToUInt32(FrameBuilder.MaskKey);

    /// <summary>Writes into exactly the room that was announced, over bytes that are not zero.</summary>
    private static byte[] Write(long length, bool masked, Func<byte[], int> write)
    {
        byte[] destination = new byte[FrameHeaderWriter.GetLength(length, masked)];
        Array.Fill(destination, (byte)0xEE);
        Assert.Equal(destination.Length, write(destination));
        return destination;
    }
}
