using Endpoints.Conformance.Tests.Hostile;
using Endpoints.Connections;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;

namespace Endpoints.Conformance.Tests.Rfc6455;

/// <summary>Section 7.1: who closes what, and when.</summary>
public class Section7_1_Closing
{
    [Fact]
    public async Task The_server_ends_the_connection_first_once_both_close_frames_have_passed()
    {
        await using var door = EchoTable.Open();
        await using var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync("/echo");
        await peer.SendAsync(FrameBuilder.Close(3000, "done"));

        var answer = await peer.ReadFrameAsync();

        Assert.Equal((3000, ""), (answer.CloseCode, answer.CloseReason));
        Assert.True(await peer.IsAtEndAsync());
    }

    [Fact]
    public async Task After_its_own_close_frame_the_server_waits_for_the_peers_and_then_ends_the_connection()
    {
        await using var door = EchoTable.Open();
        await using var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync("/echo");
        var stopping = door.StopAsync();

        Assert.Equal(1001, await peer.ReadCloseAsync());
        Assert.False(stopping.IsCompleted);
        await peer.SendAsync(FrameBuilder.Text("still on its way"), FrameBuilder.Close(1001));
        Assert.True(await peer.IsAtEndAsync());
        await stopping;
    }

    [Fact]
    public async Task A_violation_is_told_with_its_code_before_the_connection_ends()
    {
        await using var door = EchoTable.Open();
        await using var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync("/echo");
        await peer.SendAsync(FrameBuilder.Text("x", mask: false), FrameBuilder.Close(1002));

        Assert.Equal(1002, await peer.ReadCloseAsync());
        Assert.True(await peer.IsAtEndAsync());
    }

    [Fact]
    public void Nothing_that_follows_a_violation_reaches_a_handler_or_is_answered()
    {
        var peer = new ScriptedConnection();
        peer.Receive(FrameBuilder.Text("x", mask: false));
        peer.Transport.TakeFrames();

        peer.Receive(FrameBuilder.Text("late"), FrameBuilder.Ping("late"), FrameBuilder.Text("worse", mask: false));
        Assert.Equal(ReceiveStatus.Closed, peer.Receive(FrameBuilder.Close(1000)));

        Assert.Equal(["open"], peer.Sink.Calls);
        Assert.Empty(peer.Transport.TakeFrames());
    }

    [Fact]
    public void A_peer_that_writes_before_it_reads_is_read_while_a_handler_waits_for_our_close_to_leave()
    {
        var peer = new ScriptedConnection();
        peer.Sink.OnCall = (session, call) => call == "text first" ? session.CloseAsync(CloseStatus.Normal) : default;
        peer.Transport.IsBlocked = true;
        peer.Connection.TrySendText("what the peer does not read"u8);

        peer.Receive(FrameBuilder.Text("first"), FrameBuilder.Text("second"));
        Assert.Equal(1, peer.Transport.Resumes);
        Assert.Equal(ReceiveStatus.NeedMore, peer.Receive(FrameBuilder.Text("third"), FrameBuilder.Ping("late")));

        Assert.Equal(0, peer.Left);
        Assert.Equal(["open", "text first"], peer.Sink.Calls);
        Assert.Equal(ReceiveStatus.Closed, peer.Receive(FrameBuilder.Close(1000)));
        peer.Transport.IsBlocked = false;
        Assert.Equal(2, peer.Transport.TakeFrames().Count);
    }

    [Fact]
    public async Task A_connection_that_ends_without_a_close_frame_is_1006()
    {
        var peer = new ScriptedConnection();

        peer.Connection.TransportClosed();

        Assert.Equal(1006, (await peer.Connection.Completion).Code);
    }
}
