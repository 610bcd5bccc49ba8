using System.Net.Sockets;
using Endpoints.Transport.Linux.Native;

namespace Endpoints.Transport.Linux.Tests.Native;

public sealed class UnixSocketFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ws").FullName;

    private string Path => System.IO.Path.Combine(_folder, "s");

    private UnixDomainSocketEndPoint EndPoint => new(Path);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Nothing_there_is_nothing_to_do()
    {
        UnixSocketFile.RemoveStale(EndPoint);

        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void A_socket_without_a_listener_is_removed()
    {
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(EndPoint);
            socket.Listen();
            File.Move(Path, Path + "2");
        }

        File.Move(Path + "2", Path);
        UnixSocketFile.RemoveStale(EndPoint);

        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void A_socket_in_use_stays_and_cannot_be_bound_to()
    {
        using var first = ListeningSocket.Open(EndPoint, 16, sharesPort: false);

        UnixSocketFile.RemoveStale(EndPoint);

        Assert.True(File.Exists(Path));
        var error = Assert.Throws<IOException>(() => ListeningSocket.Open(EndPoint, 16, sharesPort: false));
        Assert.Contains("Address already in use", error.Message, StringComparison.Ordinal);
        using var peer = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        peer.Connect(EndPoint);
        first.Dispose();
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void Another_file_is_never_removed()
    {
        File.WriteAllText(Path, "precious");

        var error = Assert.Throws<IOException>(() => UnixSocketFile.RemoveStale(EndPoint));

        Assert.Contains("no socket", error.Message, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(Path));
    }
}
