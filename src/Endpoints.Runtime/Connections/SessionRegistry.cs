namespace Endpoints.Connections;

/// <summary>The open sessions of an endpoint. Safe to use from any thread; a session costs no allocation here.</summary>
internal sealed class SessionRegistry
{
    private readonly Lock _gate = new();
    private WebSocketConnection? _first;
    private WebSocketConnection[]? _snapshot;
    private TaskCompletionSource? _empty;
    private bool _isClosed;

    public int Count { get; private set; }

    /// <summary>Bytes that wait to be sent, in all of them at this moment. Walks over them.</summary>
    public long QueuedBytes => Snapshot().Sum(static session => (long)session.BufferedAmount);

    /// <summary>Adds a session; false when no session is to stay: it is in the list, and has to be closed by whoever adds it.</summary>
    public bool TryAdd(WebSocketConnection connection)
    {
        lock (_gate)
        {
            connection.NextInRegistry = _first;
            connection.PreviousInRegistry = null;
            if (_first is not null)
            {
                _first.PreviousInRegistry = connection;
            }

            _first = connection;
            _snapshot = null;
            Count++;
            return !_isClosed;
        }
    }

    /// <summary>From here on no session is to stay; gives those that are there.</summary>
    public WebSocketConnection[] Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            return Snapshot();
        }
    }

    public void Remove(WebSocketConnection connection)
    {
        lock (_gate)
        {
            if (connection.PreviousInRegistry is null && connection.NextInRegistry is null && _first != connection)
            {
                return;
            }

            if (connection.PreviousInRegistry is { } previous)
            {
                previous.NextInRegistry = connection.NextInRegistry;
            }
            else
            {
                _first = connection.NextInRegistry;
            }

            if (connection.NextInRegistry is { } next)
            {
                next.PreviousInRegistry = connection.PreviousInRegistry;
            }

            (connection.NextInRegistry, connection.PreviousInRegistry) = (null, null);
            _snapshot = null;
            if (--Count == 0)
            {
                _empty?.TrySetResult();
            }
        }
    }

    /// <summary>The sessions at this moment; the same array until one comes or goes, so it is not to be written to.</summary>
    public WebSocketConnection[] Snapshot()
    {
        lock (_gate)
        {
            if (_snapshot is { } known)
            {
                return known;
            }

            var connections = new WebSocketConnection[Count];
            var index = 0;
            for (var connection = _first; connection is not null; connection = connection.NextInRegistry)
            {
                connections[index++] = connection;
            }

            return _snapshot = connections;
        }
    }

    /// <summary>Completes when there is no session.</summary>
    public Task WhenEmpty()
    {
        lock (_gate)
        {
            if (Count == 0)
            {
                return Task.CompletedTask;
            }

            _empty = _empty is null or { Task.IsCompleted: true }
                ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
                : _empty;
            return _empty.Task;
        }
    }
}
