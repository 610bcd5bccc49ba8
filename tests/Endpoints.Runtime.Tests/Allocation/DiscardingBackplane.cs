using Endpoints.Backplanes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Endpoints.Runtime.Tests.Allocation;

/// <summary>
/// A broker that takes every message and allocates nothing. It counts what the thread that publishes has allocated from one message to the next, as long as
/// that is the same one.
/// </summary>
internal sealed class DiscardingBackplane : IWebSocketBackplane, IBackplaneConnection
{
    private readonly TaskCompletionSource _closed = new();
    private TaskCompletionSource? _held;
    private int _published;
    private int _lastThread;
    private long _lastAllocated;

    public bool IsDown { get; init; }

    public string Name => "discarding";

    public int MaxMessageSize => 1 << 20;

    public bool HasExactTopics => true;

    public Task Closed => _closed.Task;

    /// <summary>Between how many messages was looked.</summary>
    public int Measured { get; private set; }

    public long AllocatedBetweenMessages { get; private set; }

    /// <summary>A process that speaks by itself only once, when it has connected.</summary>
    public static BackplaneNode CreateNode(DiscardingBackplane backplane) => new(
        backplane,
        new OptionsWrapper<WebSocketBackplaneOptions>(new WebSocketBackplaneOptions
        {
            AnnounceInterval = TimeSpan.FromHours(10),
            ReconnectDelay = TimeSpan.FromHours(10),
            MaxReconnectDelay = TimeSpan.FromHours(10),
        }),
        TimeProvider.System,
        NullLoggerFactory.Instance);

    /// <summary>The next message waits until that is completed, and then a thread of the pool goes on with all that have come meanwhile.</summary>
    public TaskCompletionSource Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task WaitForPublishedAsync(int count) => Task.Run(() => SpinUntilPublished(count));

    public void SpinUntilPublished(int count) =>
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref _published) >= count, TimeSpan.FromMinutes(1)), "Messages stay in the queue.");

    public Task<IBackplaneConnection> ConnectAsync(IBackplaneReceiver receiver, CancellationToken cancellationToken) => IsDown
        ? Task.FromException<IBackplaneConnection>(new IOException("The broker of the test is down."))
        : Task.FromResult<IBackplaneConnection>(this);

    public ValueTask<Task> PublishAsync(BackplaneTopic topic, ReadOnlyMemory<byte> message, bool confirm, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _held, null) is { } held)
        {
            return PublishLaterAsync(held.Task);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread();
        if (_lastThread == Environment.CurrentManagedThreadId)
        {
            Measured++;
            AllocatedBetweenMessages += allocated - _lastAllocated;
        }

        Note();
        return new ValueTask<Task>(Task.CompletedTask);
    }

    public ValueTask SubscribeAsync(IReadOnlyCollection<BackplaneTopic> topics, CancellationToken cancellationToken) => default;

    public ValueTask UnsubscribeAsync(IReadOnlyCollection<BackplaneTopic> topics, CancellationToken cancellationToken) => default;

    public ValueTask DisposeAsync()
    {
        _closed.TrySetResult();
        return default;
    }

    private async ValueTask<Task> PublishLaterAsync(Task held)
    {
        await held;
        Note();
        return Task.CompletedTask;
    }

    private void Note()
    {
        (_lastThread, _lastAllocated) = (Environment.CurrentManagedThreadId, GC.GetAllocatedBytesForCurrentThread());
        Interlocked.Increment(ref _published);
    }
}
