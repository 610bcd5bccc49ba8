using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Endpoints.Client.Tests.Servers;

/// <summary>A proxy that knows CONNECT, for one connection.</summary>
internal sealed class ProxyServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    /// <param name="response">What is answered; with 200 the way to the server is opened.</param>
    public ProxyServer(string response = "HTTP/1.1 200 Connection established\r\nX-Proxy: yes\r\n\r\n")
    {
        _listener.Start();
        _ = ServeAsync(response);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>The request head.</summary>
    public string Request { get; private set; } = "";

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(string response)
    {
        using var client = new NetworkStream(await _listener.AcceptSocketAsync(), ownsSocket: true);
        var next = new byte[1];
        while (!Request.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await client.ReadExactlyAsync(next);
            Request += (char)next[0];
        }

        if (!response.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
        {
            await client.WriteAsync(Encoding.ASCII.GetBytes(response));
            return;
        }

        var target = IPEndPoint.Parse(Request.Split(' ')[1]);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(target);
        using var server = new NetworkStream(socket);
        await client.WriteAsync(Encoding.ASCII.GetBytes(response));
        await Task.WhenAny(client.CopyToAsync(server), server.CopyToAsync(client));
    }
}
