using System.Net.Sockets;
using Endpoints.Conformance.Tests.Doors.Cases;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;

namespace Endpoints.Conformance.Tests.Doors.Hostile;

/// <summary>What peers can do on a TCP connection of their own.</summary>
public abstract class TcpHostilePeers(DoorFixture door) : HostilePeers(door)
{
    /// <summary>FIN of the client in the middle of a frame: the session ends without a close frame.</summary>
    [Fact]
    public async Task A_half_closed_connection_gets_the_end()
    {
        for (var cut = 0; cut < FrameBuilder.Text("more").Length; cut++)
        {
            await using var session = await OpenAsync();
            await session.Peer.SendAsync(Case.Good, FrameBuilder.Ping("p"), FrameBuilder.Text("more")[..cut]);
            Assert.Equal("good", await session.Peer.ReadTextAsync());
            Assert.Equal(Opcode.Pong, (await session.Peer.ReadFrameAsync()).Opcode);
            ((NetworkStream)session.Stream).Socket.Shutdown(SocketShutdown.Send);

            Assert.True(await session.Peer.IsAtEndAsync());
        }
    }

    /// <summary>Kestrel drops what is written after it has seen the FIN; what comes is the beginning of the answers and nothing else.</summary>
    [Fact]
    public async Task A_connection_that_is_half_closed_at_once_gets_the_beginning_of_its_answers_and_the_end()
    {
        byte[] answers = FrameBuilder.Concat([.. Enumerable.Repeat(Case.GoodEcho, 100)]);
        for (var i = 0; i < 20; i++)
        {
            await using var session = await OpenAsync();
            await session.Peer.SendAsync([.. Enumerable.Repeat(Case.Good, 100)]);
            ((NetworkStream)session.Stream).Socket.Shutdown(SocketShutdown.Send);

            var received = await session.Peer.ReadBytesAsync(answers.Length + 1);
            Assert.True(answers.AsSpan().StartsWith(received));
        }
    }

    [Fact]
    public async Task A_half_closed_handshake_opens_no_session_until_it_is_whole()
    {
        var request = RawPeer.Request("/echo");
        foreach (var cut in new[] { 0, 1, 10, 40, request.Length - 2 })
        {
            await using var stream = await Door.Host(HostPolicy.Default).ConnectAsync();
            await using var peer = new RawPeer(stream);
            await peer.SendAsync(request[..cut]);
            ((NetworkStream)stream).Socket.Shutdown(SocketShutdown.Send);

            // Kestrel answers an unfinished head with 400, and a connection without a byte with nothing.
            Assert.DoesNotContain("101", System.Text.Encoding.ASCII.GetString(await peer.ReadBytesAsync(int.MaxValue / 2)), StringComparison.Ordinal);
        }

        Assert.Equal(0, Door.SessionCount);
    }

    [Fact]
    public async Task A_reset_anywhere_in_the_handshake_opens_no_session()
    {
        var request = RawPeer.Request("/echo");
        for (var cut = 0; cut < request.Length; cut += 3)
        {
            var stream = await Door.Host(HostPolicy.Default).ConnectAsync();
            await new RawPeer(stream).SendAsync(request[..cut]);
            KestrelFixture.Reset(((NetworkStream)stream).Socket);
        }

        Assert.Equal(0, Door.SessionCount);
    }
}
