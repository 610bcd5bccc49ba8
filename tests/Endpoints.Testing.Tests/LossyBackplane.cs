using Endpoints.Backplanes;

namespace Endpoints.Testing.Tests;

/// <summary>Loses, while it is told to, some of what is published to it; by a seed, so that a failure can be repeated.</summary>
public sealed class LossyBackplane(InMemoryBackplane inner, int seed) : IWebSocketBackplane
{
    private readonly Random _random = new(seed);

    /// <summary>How many of a hundred messages are lost.</summary>
    public int LossPercent { get; set; }

    /// <summary>How many have been.</summary>
    public int Lost { get; private set; }

    public string Name => "lossy";

    public int MaxMessageSize => inner.MaxMessageSize;

    public bool HasExactTopics => inner.HasExactTopics;

    public async Task<IBackplaneConnection> ConnectAsync(IBackplaneReceiver receiver, CancellationToken cancellationToken) =>
        new Connection(this, await inner.ConnectAsync(receiver, cancellationToken));

    private bool Loses()
    {
        lock (_random)
        {
            if (_random.Next(100) >= LossPercent)
            {
                return false;
            }

            Lost++;
            return true;
        }
    }

    private sealed class Connection(LossyBackplane backplane, IBackplaneConnection inner) : IBackplaneConnection
    {
        public Task Closed => inner.Closed;

        public ValueTask<Task> PublishAsync(BackplaneTopic topic, ReadOnlyMemory<byte> message, bool confirm, CancellationToken cancellationToken) =>
            backplane.Loses() ? new(Task.CompletedTask) : inner.PublishAsync(topic, message, confirm, cancellationToken);

        public ValueTask SubscribeAsync(IReadOnlyCollection<BackplaneTopic> topics, CancellationToken cancellationToken) =>
            inner.SubscribeAsync(topics, cancellationToken);

        public ValueTask UnsubscribeAsync(IReadOnlyCollection<BackplaneTopic> topics, CancellationToken cancellationToken) =>
            inner.UnsubscribeAsync(topics, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
