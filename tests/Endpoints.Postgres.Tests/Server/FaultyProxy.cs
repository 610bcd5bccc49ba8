using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Endpoints.Postgres.Tests.Server;

/// <summary>
/// Stands between a process and the server. It can keep notifications back, which is what comes of LISTEN through a pooler in transaction mode; and it can stop to
/// move anything at all, while connections stay open, which is what a network does that has come apart.
/// </summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly int _target;
    private readonly Task _accepting;
    private volatile bool _isFrozen;

    public FaultyProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public bool KeepsNotifications { get; init; }

    public void Freeze() => _isFrozen = true;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }

        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                _sockets.Add(client);
                _sockets.Add(server);
                await server.ConnectAsync(IPAddress.Loopback, _target);
                var (fromClient, fromServer) = (new NetworkStream(client), new NetworkStream(server));
                _ = EndWithAsync(CopyAsync(fromClient, fromServer), client, server);
                _ = EndWithAsync(CopyMessagesAsync(fromServer, fromClient), client, server);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The test has ended.
        }
    }

    private static async Task EndWithAsync(Task copying, Socket client, Socket server)
    {
        try
        {
            await copying;
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // Either side is gone.
        }

        client.Dispose();
        server.Dispose();
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer)) > 0)
        {
            if (!_isFrozen)
            {
                await to.WriteAsync(buffer.AsMemory(0, read));
            }
        }
    }

    // A type of one byte, a length of four that counts itself, and the rest.
    private async Task CopyMessagesAsync(NetworkStream from, NetworkStream to)
    {
        var header = new byte[5];
        while (true)
        {
            await from.ReadExactlyAsync(header);
            var message = new byte[1 + BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1))];
            header.CopyTo(message, 0);
            await from.ReadExactlyAsync(message.AsMemory(header.Length));
            if (!_isFrozen && !(KeepsNotifications && message[0] == 'A'))
            {
                await to.WriteAsync(message);
            }
        }
    }
}
