using Endpoints.Protocol;
using Endpoints.TestKit.Frames;
using static Endpoints.Conformance.Tests.Rfc6455.Conversation;

namespace Endpoints.Conformance.Tests.Rfc6455;

/// <summary>Section 5.7: the examples, byte for byte.</summary>
public class Section5_7_Examples
{
    [Fact]
    public void A_single_frame_unmasked_text_message()
    {
        ClientReads([0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F], ReaderEvent.Text("Hello"));
    }

    [Fact]
    public void A_single_frame_masked_text_message()
    {
        Reads([0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58], ReaderEvent.Text("Hello"));
    }

    [Fact]
    public void A_fragmented_unmasked_text_message()
    {
        ClientReads([0x01, 0x03, 0x48, 0x65, 0x6C, 0x80, 0x02, 0x6C, 0x6F], ReaderEvent.Text("Hello"));
    }

    [Fact]
    public void An_unmasked_ping_and_its_masked_response()
    {
        ClientReads([0x89, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F], ReaderEvent.Ping("Hello"));
        Reads([0x8A, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58], ReaderEvent.Pong("Hello"));
    }

    [Fact]
    public void Two_hundred_fifty_six_bytes_of_binary_in_one_unmasked_frame()
    {
        byte[] payload = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

        ClientReads([0x82, 0x7E, 0x01, 0x00, .. payload], ReaderEvent.Binary(payload));
    }

    [Fact]
    public void Sixty_four_kibibytes_of_binary_in_one_unmasked_frame()
    {
        byte[] payload = [.. Enumerable.Range(0, 65_536).Select(i => (byte)(i >> 3))];

        ClientReads([0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0, .. payload], ReaderEvent.Binary(payload));
    }

    [Fact]
    public void The_writer_produces_the_heads_of_the_examples()
    {
        byte[] destination = new byte[FrameHeader.MaxLength];

        Assert.Equal([0x81, 0x05], Written(FrameHeaderWriter.Write(destination, Opcode.Text, fin: true, 5)));
        Assert.Equal(
            [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D],
            Written(FrameHeaderWriter.Write(destination, Opcode.Text, fin: true, 5, BitConverter.ToUInt32(FrameBuilder.MaskKey))));
        Assert.Equal([0x01, 0x03], Written(FrameHeaderWriter.Write(destination, Opcode.Text, fin: false, 3)));
        Assert.Equal([0x80, 0x02], Written(FrameHeaderWriter.Write(destination, Opcode.Continuation, fin: true, 2)));
        Assert.Equal([0x82, 0x7E, 1, 0], Written(FrameHeaderWriter.Write(destination, Opcode.Binary, fin: true, 256)));
        Assert.Equal([0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0], Written(FrameHeaderWriter.Write(destination, Opcode.Binary, fin: true, 65_536)));

        byte[] Written(int length) => destination[..length];
    }
}
