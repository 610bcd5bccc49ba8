using Endpoints.Protocol;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;

namespace Endpoints.Conformance.Tests.Rfc6455;

/// <summary>Section 6: what a session puts on the wire, and what it takes from there.</summary>
public class Section6_SendingAndReceiving
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(125, 2)]
    [InlineData(126, 4)]
    [InlineData(65_535, 4)]
    [InlineData(65_536, 10)]
    public void A_message_is_one_final_unmasked_frame_with_the_shortest_head(int length, int headLength)
    {
        var peer = new ScriptedConnection();
        var payload = Enumerable.Range(0, length).Select(i => (byte)('a' + (i % 26))).ToArray();

        Assert.True(peer.Connection.TrySendText(payload));
        Assert.True(peer.Connection.TrySendBinary(payload));

        var written = peer.Transport.Written.ToArray();
        Assert.Equal(2 * (headLength + length), written.Length);
        Assert.Equal([0x81, 0x82], new[] { written[0], written[headLength + length] });
        Assert.True(written[1] < 128, "A server must not mask (section 5.1).");
        Assert.Equal(payload, written[headLength..(headLength + length)]);
    }

    [Fact]
    public void Nothing_is_sent_once_the_session_is_not_open_any_more()
    {
        var peer = new ScriptedConnection();
        peer.Receive(FrameBuilder.Close(1000));

        Assert.False(peer.Connection.TrySendText("late"u8));
        Assert.False(peer.Connection.TrySendPing());
        Assert.Equal(Opcode.Close, Assert.Single(peer.Transport.TakeFrames()).Opcode);
    }

    [Fact]
    public void Masking_is_removed_before_a_message_is_delivered()
    {
        var peer = new ScriptedConnection();

        peer.Receive(FrameBuilder.Fragments(Opcode.Text, "fragmented"u8.ToArray(), [4]), FrameBuilder.Text("whole"));

        Assert.Equal(["open", "text fragmented", "text whole"], peer.Sink.Calls);
    }

    [Fact]
    public void A_pong_holds_the_ping_and_leaves_between_the_fragments_of_the_peers_message()
    {
        var peer = new ScriptedConnection();

        peer.Receive(FrameBuilder.Text("Hel"u8.ToArray(), fin: false), FrameBuilder.Ping("now"));

        var pong = Assert.Single(peer.Transport.TakeFrames());
        Assert.Equal((Opcode.Pong, "now"), (pong.Opcode, pong.Text));
    }

    [Fact]
    public void A_ping_behind_a_close_frame_is_not_answered()
    {
        var peer = new ScriptedConnection();

        peer.Receive(FrameBuilder.Close(1000), FrameBuilder.Ping("late"));

        Assert.Equal(Opcode.Close, Assert.Single(peer.Transport.TakeFrames()).Opcode);
    }
}
