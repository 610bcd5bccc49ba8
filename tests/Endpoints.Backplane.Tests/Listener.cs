using System.Globalization;
using System.Net.WebSockets;
using System.Text;

namespace Endpoints.Backplane.Tests;

/// <summary>One session: counts what comes, by stream and sender, and notes what comes twice or out of order.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Received> _streams = new(StringComparer.Ordinal);
    private readonly List<string> _wrong = [];
    private Task _reading = Task.CompletedTask;

    private Listener(HostProcess host, int number) => (Host, Number) = (host, number);

    public HostProcess Host { get; }

    public int Number { get; }

    /// <summary>Completes when the session has ended.</summary>
    public Task Ended => _reading;

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    /// <summary>Messages that came twice, or before an earlier one; empty is right.</summary>
    public IReadOnlyList<string> Wrong
    {
        get
        {
            lock (_gate)
            {
                return [.. _wrong];
            }
        }
    }

    /// <summary>Opens many, some at a time.</summary>
    public static async Task<Listener[]> OpenAsync(HostProcess host, int count, int groups, int users)
    {
        var listeners = Enumerable.Range(0, count).Select(number => new Listener(host, number)).ToArray();
        await Parallel.ForEachAsync(
            listeners, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (listener, _) => await listener.ConnectAsync(groups, users));
        return listeners;
    }

    /// <summary>How many messages of a stream have come from a process.</summary>
    public int CountOf(string stream, string sender) => Of(stream, sender).Count;

    /// <summary>What has come of a stream from a process.</summary>
    public Received Of(string stream, string sender)
    {
        lock (_gate)
        {
            return _streams.GetValueOrDefault($"{stream}|{sender}", new Received(0, -1, 0, 0));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private async Task ConnectAsync(int groups, int users)
    {
        var address = new UriBuilder(Host.Address) { Scheme = "ws", Path = $"/feed/g{Number % groups}", Query = $"user=u{Number % users}" }.Uri;
        using var patience = new CancellationTokenSource(TestKit.Processes.ChildProcess.Patience);
        await _socket.ConnectAsync(address, patience.Token);
        _reading = ReadAsync();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[256];
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer, CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                    return;
                }

                Note(Encoding.UTF8.GetString(buffer, 0, received.Count));
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The process was killed, or the test has ended.
        }
    }

    private void Note(string message)
    {
        var end = message.LastIndexOf('|');
        var stream = message[..end];
        var number = int.Parse(message.AsSpan(end + 1), CultureInfo.InvariantCulture);
        lock (_gate)
        {
            var known = _streams.TryGetValue(stream, out var state);
            var isWrong = known && number <= state.Last && !stream.StartsWith("probe", StringComparison.Ordinal);
            if (isWrong)
            {
                _wrong.Add($"{message} after {state.Last}");
            }

            var isBehindGap = known && number > state.Last + 1;
            _streams[stream] = new Received(state.Count + 1, number, state.Twice + (isWrong ? 1 : 0), state.Gaps + (isBehindGap ? 1 : 0));
        }
    }

    /// <summary>Messages of one stream from one process.</summary>
    /// <param name="Count">How many.</param>
    /// <param name="Last">The number of the last one; -1 where none has come.</param>
    /// <param name="Twice">How many of them had come already, or behind later ones.</param>
    /// <param name="Gaps">How often numbers are missing between two of them.</param>
    public readonly record struct Received(int Count, int Last, int Twice, int Gaps);
}
