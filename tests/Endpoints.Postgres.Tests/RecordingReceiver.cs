using System.Collections.Concurrent;
using Endpoints.Backplanes;

namespace Endpoints.Postgres.Tests;

/// <summary>Keeps what comes, and notices two callers at a time.</summary>
internal sealed class RecordingReceiver : IBackplaneReceiver
{
    private readonly ConcurrentQueue<byte[]> _messages = [];
    private int _callers;

    public string NodeId { get; } = Guid.NewGuid().ToString("N");

    public IReadOnlyCollection<byte[]> Messages => _messages;

    public bool HadTwoCallers { get; private set; }

    public void Receive(ReadOnlySpan<byte> message)
    {
        HadTwoCallers |= Interlocked.Increment(ref _callers) != 1;
        _messages.Enqueue(message.ToArray());
        Interlocked.Decrement(ref _callers);
    }

    public Task WaitAsync(int count) => Eventually.IsAsync(() => _messages.Count >= count, () => $"{_messages.Count} of {count} messages have come");
}
