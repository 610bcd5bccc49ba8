using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Endpoints.Transport.Linux.Loop;

namespace Endpoints.Transport.Linux.Tests.Loop;

/// <summary>What happens to a socket, in order. Everything is noted on the loop's thread.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A memory stream holds nothing but memory.")]
internal sealed class RecordingClient : ISocketClient
{
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private readonly List<byte> _received = [];

    public LoopSocket? Socket { get; set; }

    /// <summary>Called with what was received, in place of noting it.</summary>
    public Action<byte[]>? OnReceived { get; init; }

    public int LargestReceive { get; private set; }

    public void Received(Span<byte> buffer)
    {
        var data = buffer[ISocketClient.Headroom..];
        LargestReceive = Math.Max(LargestReceive, data.Length);

        // Both may be written to.
        buffer[..ISocketClient.Headroom].Fill(0x11);
        lock (_received)
        {
            _received.AddRange(data);
        }

        var copy = data.ToArray();
        data.Fill(0x22);
        if (OnReceived is null)
        {
            Note($"received {copy.Length}");
        }
        else
        {
            OnReceived(copy);
        }
    }

    public void Sent() => Note("sent");

    public void Flush() => Note("flush");

    public void Ended(int errno) => Note($"ended {errno}");

    public void Closed() => Note("closed");

    public byte[] TakeReceived()
    {
        lock (_received)
        {
            byte[] all = [.. _received];
            _received.Clear();
            return all;
        }
    }

    public async Task<string> NextAsync() => await _events.Reader.ReadAsync().AsTask().WaitAsync(TestLoop.Patience);

    public bool TryNext(out string? happened) => _events.Reader.TryRead(out happened);

    /// <summary>Waits until so many bytes have come since the last time.</summary>
    public async Task<byte[]> ReadAsync(int count)
    {
        List<byte> all = [.. TakeReceived()];
        while (all.Count < count)
        {
            await NextAsync();
            all.AddRange(TakeReceived());
        }

        return [.. all];
    }

    /// <summary>Skips to something that must happen.</summary>
    public async Task UntilAsync(string happened)
    {
        while (await NextAsync() != happened)
        {
        }
    }

    private void Note(string happened) => _events.Writer.TryWrite(happened);
}
