using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;

namespace Endpoints.Postgres.Tests.Cluster;

/// <summary>A client that keeps what it is sent. Messages that begin with <c>probe</c> are only counted.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentQueue<string> _texts = [];
    private readonly ConcurrentQueue<byte[]> _binaries = [];
    private Task _reading = Task.CompletedTask;
    private volatile int _ready;
    private volatile int _probes;

    public IReadOnlyCollection<string> Texts => _texts;

    public IReadOnlyCollection<byte[]> Binaries => _binaries;

    public static async Task<Peer> OpenAsync(ClusterHost host, string group, string? user = null)
    {
        var peer = new Peer();
        var address = new UriBuilder(host.Address) { Scheme = "ws", Path = $"/rooms/{group}", Query = user is null ? "" : $"user={user}" }.Uri;
        await peer._socket.ConnectAsync(address, CancellationToken.None);
        peer._reading = peer.ReadAsync();
        await Eventually.IsAsync(() => peer._ready == 1, () => "the session is not ready");
        return peer;
    }

    public async Task JoinManyAsync(int from, int count)
    {
        var before = _ready;
        await _socket.SendAsync(Encoding.UTF8.GetBytes($"{from} {count}"), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        await Eventually.IsAsync(() => _ready == before + 1, () => "the groups are not joined");
    }

    /// <summary>Sends to an audience again and again until it reaches this peer: subscriptions are made beside the path of messages.</summary>
    public Task WaitForRouteAsync(WebSocketAudience audience)
    {
        var before = _probes;
        return Eventually.IsAsync(
            () =>
            {
                audience.SendText("probe");
                return _probes > before;
            },
            () => "nothing of the audience comes");
    }

    public Task WaitForTextsAsync(int count) => Eventually.IsAsync(() => _texts.Count >= count, () => $"{_texts.Count} of {count} texts have come");

    public Task WaitForBinariesAsync(int count) => Eventually.IsAsync(() => _binaries.Count >= count, () => $"{_binaries.Count} of {count} binary messages have come");

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[16 * 1024];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer, CancellationToken.None);
                message.Write(buffer, 0, received.Count);
                if (received.EndOfMessage)
                {
                    Note(received.MessageType, message.ToArray());
                    message.SetLength(0);
                }
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The test has ended.
        }
    }

    private void Note(WebSocketMessageType type, byte[] message)
    {
        if (type == WebSocketMessageType.Binary)
        {
            _binaries.Enqueue(message);
            return;
        }

        var text = Encoding.UTF8.GetString(message);
        if (text == RoomEndpoint.Ready)
        {
            _ready++;
        }
        else if (text == "probe")
        {
            _probes++;
        }
        else
        {
            _texts.Enqueue(text);
        }
    }
}
