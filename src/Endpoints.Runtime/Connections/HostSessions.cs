namespace Endpoints.Connections;

/// <summary>The open sessions of a host, endpoint by endpoint, for the drain. Safe to use from any thread.</summary>
internal sealed class HostSessions
{
    private readonly Lock _gate = new();
    private readonly List<SessionRegistry> _registries = [];
    private bool _isClosed;

    public int Count => All().Sum(static registry => registry.Count);

    /// <summary>The registry of one more endpoint.</summary>
    public SessionRegistry Add()
    {
        var registry = new SessionRegistry();
        lock (_gate)
        {
            _registries.Add(registry);
            if (_isClosed)
            {
                registry.Close();
            }
        }

        return registry;
    }

    /// <summary>From here on no session is to stay; gives those that are there.</summary>
    public WebSocketConnection[] Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            return [.. _registries.SelectMany(static registry => registry.Close())];
        }
    }

    /// <summary>The sessions at this moment.</summary>
    public WebSocketConnection[] Snapshot() => [.. All().SelectMany(static registry => registry.Snapshot())];

    /// <summary>Completes when there is no session of those endpoints that are there now.</summary>
    public Task WhenEmpty() => Task.WhenAll(All().Select(static registry => registry.WhenEmpty()));

    private SessionRegistry[] All()
    {
        lock (_gate)
        {
            return [.. _registries];
        }
    }
}
