using System.Net;
using System.Net.Sockets;
using Endpoints.Transport.Linux.Native;

namespace Endpoints.Transport.Linux.Tests.Native;

public sealed class ListeningSocketTests
{
    private static ListeningSocket Open(IPAddress address, int port = 0, bool sharesPort = false) =>
        ListeningSocket.Open(new IPEndPoint(address, port), 16, sharesPort);

    private static bool CanConnect(EndPoint endPoint)
    {
        using var peer = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            peer.Connect(endPoint);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int PortOf(ListeningSocket socket) => ((IPEndPoint)socket.EndPoint).Port;

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "::1", false)]
    [InlineData("::1", "::1", true)]
    [InlineData("::1", "127.0.0.1", false)]
    [InlineData("0.0.0.0", "127.0.0.1", true)]
    [InlineData("::", "127.0.0.1", true)] // takes both
    [InlineData("::", "::1", true)]
    public void It_listens_where_it_should(string address, string peer, bool isReached)
    {
        using var socket = Open(IPAddress.Parse(address));

        Assert.NotEqual(0, PortOf(socket));
        Assert.Equal(isReached, CanConnect(new IPEndPoint(IPAddress.Parse(peer), PortOf(socket))));
    }

    [Fact]
    public void It_is_over_after_its_end()
    {
        var socket = Open(IPAddress.Loopback);
        socket.Dispose();
        socket.Dispose();

        Assert.False(CanConnect(socket.EndPoint));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)] // two applications with several loops each
    public void An_address_in_use_is_refused_and_named(bool firstShares, bool secondShares)
    {
        using var first = Open(IPAddress.Loopback, sharesPort: firstShares);
        using var others = firstShares ? first.OpenAnother(16) : null;

        var error = Assert.Throws<IOException>(() => Open(IPAddress.Loopback, PortOf(first), secondShares));

        Assert.Contains(first.EndPoint.ToString()!, error.Message, StringComparison.Ordinal);
        Assert.Contains("Address already in use", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_share_one_port_and_the_connections()
    {
        using var first = ListeningSocket.Open(new IPEndPoint(IPAddress.Loopback, 0), 128, sharesPort: true);
        using var second = first.OpenAnother(128);
        using var third = first.OpenAnother(128);
        Assert.Equal((first.EndPoint, first.EndPoint), (second.EndPoint, third.EndPoint));

        var peers = Enumerable.Range(0, 60).Select(_ =>
        {
            var peer = new Socket(SocketType.Stream, ProtocolType.Tcp);
            peer.Connect(first.EndPoint);
            return peer;
        }).ToArray();

        ListeningSocket[] all = [first, second, third];
        Assert.All(all, socket => Assert.InRange(AcceptAll(socket), 1, 60));
        Array.ForEach(peers, peer => peer.Dispose());
    }

    private static unsafe int AcceptAll(ListeningSocket socket)
    {
        var count = 0;
        while (LibC.Accept(socket.Handle, null, null, 0) is >= 0 and var handle)
        {
            LibC.Close(handle);
            count++;
        }

        return count;
    }

    [Fact]
    public void An_address_of_another_machine_is_refused()
    {
        var error = Assert.Throws<IOException>(() => Open(IPAddress.Parse("192.0.2.1")));

        Assert.Contains("bind to 192.0.2.1:0", error.Message, StringComparison.Ordinal);
    }
}
