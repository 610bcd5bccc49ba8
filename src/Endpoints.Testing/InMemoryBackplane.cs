using Endpoints.Backplanes;
using Endpoints.Dispatch;

namespace Endpoints.Testing;

/// <summary>
/// A backplane in memory, for several hosts in one test: give the same one to each by <c>options.Services.AddWebSocketBackplane(backplane)</c>. A message is received
/// while it is published. It can be cut, as a whole or for one host. Safe to use from any thread.
/// </summary>
public sealed class InMemoryBackplane : IWebSocketBackplane
{
    private readonly Lock _gate = new();
    private readonly List<Connection> _connections = [];
    private readonly HashSet<string> _cut = [];
    private bool _isDown;

    /// <summary>What is published from now on is not taken, so that confirms fail.</summary>
    public bool RefusesMessages { get; set; }

    /// <inheritdoc/>
    public string Name => "memory";

    /// <summary>Most bytes of one message. Default 16 MiB.</summary>
    public int MaxMessageSize { get; init; } = 16 << 20;

    /// <summary>Whether hosts subscribe to single topics. Default: yes.</summary>
    public bool HasExactTopics { get; init; } = true;

    /// <summary>How many hosts are connected.</summary>
    public int ConnectionCount
    {
        get
        {
            lock (_gate)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>How many subscriptions all of them have together.</summary>
    public int SubscriptionCount
    {
        get
        {
            lock (_gate)
            {
                return _connections.Sum(static connection => connection.Topics.Count);
            }
        }
    }

    /// <summary>How many hosts are subscribed to a group: subscribing takes its time, and a message that is sent before goes past.</summary>
    /// <param name="endpoint">The endpoint class.</param>
    /// <param name="group">The group.</param>
    public int CountSubscribers(Type endpoint, string group)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var topic = BackplaneTopic.Of(TopicKind.Group, EndpointServer.KeyOf(endpoint), group);
        lock (_gate)
        {
            return _connections.Count(connection => connection.Topics.Contains(topic) || connection.Topics.Contains(topic.WholeBucket));
        }
    }

    /// <inheritdoc/>
    public Task<IBackplaneConnection> ConnectAsync(IBackplaneReceiver receiver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_isDown || _cut.Contains(receiver.NodeId))
            {
                return Task.FromException<IBackplaneConnection>(new IOException("The backplane of the test is down."));
            }

            var connection = new Connection(this, receiver);
            _connections.Add(connection);
            return Task.FromResult<IBackplaneConnection>(connection);
        }
    }

    /// <summary>Breaks all connections, and refuses new ones.</summary>
    public void GoDown() => Break(null, isDown: true);

    /// <summary>Takes connections again.</summary>
    public void ComeUp()
    {
        lock (_gate)
        {
            _isDown = false;
            _cut.Clear();
        }
    }

    /// <summary>Breaks the connection of one host, and refuses it until <see cref="ComeUp"/>.</summary>
    /// <param name="nodeId">The host, see <see cref="IWebSocketCluster.NodeId"/>.</param>
    public void Cut(string nodeId)
    {
        ArgumentNullException.ThrowIfNull(nodeId);
        Break(nodeId, isDown: false);
    }

    /// <summary>Gives all hosts that are connected a message, whatever is in it.</summary>
    /// <param name="message">The message.</param>
    public void Inject(ReadOnlySpan<byte> message)
    {
        foreach (var connection in Snapshot())
        {
            connection.Receive(message);
        }
    }

    private void Break(string? nodeId, bool isDown)
    {
        Connection[] broken;
        lock (_gate)
        {
            _isDown |= isDown;
            if (nodeId is not null)
            {
                _cut.Add(nodeId);
            }

            broken = [.. _connections.Where(connection => nodeId is null || connection.NodeId == nodeId)];
            _connections.RemoveAll(broken.Contains);
        }

        foreach (var connection in broken)
        {
            connection.Break();
        }
    }

    private Connection[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _connections];
        }
    }

    private void Publish(BackplaneTopic topic, ReadOnlySpan<byte> message)
    {
        Connection[] subscribed;
        lock (_gate)
        {
            subscribed = [.. _connections.Where(connection => connection.Topics.Contains(topic) || connection.Topics.Contains(topic.WholeBucket))];
        }

        foreach (var connection in subscribed)
        {
            connection.Receive(message);
        }
    }

    private sealed class Connection(InMemoryBackplane backplane, IBackplaneReceiver receiver) : IBackplaneConnection
    {
        private readonly Lock _receiving = new();
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Under the lock of the backplane.</summary>
        public HashSet<BackplaneTopic> Topics { get; } = [];

        public string NodeId => receiver.NodeId;

        public Task Closed => _closed.Task;

        public void Break() => _closed.TrySetException(new IOException("The connection of the test was cut."));

        public void Receive(ReadOnlySpan<byte> message)
        {
            lock (_receiving)
            {
                receiver.Receive(message);
            }
        }

        public ValueTask<Task> PublishAsync(BackplaneTopic topic, ReadOnlyMemory<byte> message, bool confirm, CancellationToken cancellationToken)
        {
            if (_closed.Task.IsCompleted)
            {
                throw new IOException("The connection of the test is closed.");
            }

            if (backplane.RefusesMessages)
            {
                return new(confirm ? Task.FromException(new IOException("The backplane of the test takes no messages.")) : Task.CompletedTask);
            }

            backplane.Publish(topic, message.Span);
            return new(Task.CompletedTask);
        }

        public ValueTask SubscribeAsync(IReadOnlyCollection<BackplaneTopic> topics, CancellationToken cancellationToken)
        {
            lock (backplane._gate)
            {
                foreach (var topic in topics)
                {
                    if (!Topics.Add(topic))
                    {
                        throw new InvalidOperationException($"{topic} was subscribed to twice.");
                    }
                }
            }

            return default;
        }

        public ValueTask UnsubscribeAsync(IReadOnlyCollection<BackplaneTopic> topics, CancellationToken cancellationToken)
        {
            lock (backplane._gate)
            {
                foreach (var topic in topics)
                {
                    if (!Topics.Remove(topic))
                    {
                        throw new InvalidOperationException($"{topic} was not subscribed to.");
                    }
                }
            }

            return default;
        }

        public ValueTask DisposeAsync()
        {
            lock (backplane._gate)
            {
                backplane._connections.Remove(this);
            }

            _closed.TrySetResult();
            return default;
        }
    }
}
