using System.Net;
using System.Net.Sockets;

namespace Endpoints.Integration.Tests.Proxies;

/// <summary>Ports for programs that cannot be told to take any free one and to say which.</summary>
internal static class FreePort
{
    private const int Attempts = 100;

    /// <summary>A port that nobody has, below those that the kernel gives to clients: no connection of another test takes it in between.</summary>
    public static int Find()
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException) when (attempt < Attempts)
            {
                // Somebody's.
            }
        }
    }
}
