using Endpoints.Backplanes;
using Endpoints.Connections.Groups;

namespace Endpoints.Dispatch;

/// <summary>The sessions of an endpoint of this host. One for which it serves nothing has none.</summary>
internal sealed class ServedSessions<TEndpoint> : IWebSocketSessions<TEndpoint>
    where TEndpoint : class
{
    private readonly EndpointRoute? _route;
    private readonly IAudienceSource _source;

    /// <exception cref="InvalidOperationException">No table has the endpoint.</exception>
    public ServedSessions(EndpointServer server, BackplaneNode? backplane = null)
    {
        if (!server.Knows(typeof(TEndpoint)))
        {
            throw new InvalidOperationException(
                $"{typeof(TEndpoint)} is no WebSocket endpoint of this application. IWebSocketSessions<T> takes a class with [WebSocketEndpoint].");
        }

        _route = server.Routes.Values.FirstOrDefault(static route => route.Descriptor.EndpointType == typeof(TEndpoint));
        IAudienceSource here = _route is null ? new NoAudience() : new SessionAudience(_route.Sessions);
        _source = backplane is null ? here : new ClusterAudience(here, backplane, EndpointServer.KeyOf(typeof(TEndpoint)));
    }

    public int Count => _route?.Sessions.Registry.Count ?? 0;

    public WebSocketAudience All => new(_source);

    public IReadOnlyCollection<string> GroupNames => _route?.Sessions.Groups.Names() ?? [];

    public WebSocketAudience Group(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new WebSocketAudience(_source, AudienceKind.Group, name);
    }

    public WebSocketAudience User(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new WebSocketAudience(_source, AudienceKind.User, name);
    }

    public WebSocketSession? Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _source.GetAll().FirstOrDefault(session => session.Id == id);
    }
}
