using System.Net;
using System.Text.Json;
using Endpoints.Connections;
using Endpoints.Connections.Groups;

namespace Endpoints.Dispatch;

/// <summary>Answers operators from what all doors of the host share.</summary>
internal sealed class HostAdministration(EndpointServer server) : IWebSocketAdministration
{
    private static readonly Comparer<string> LargestFirst = Comparer<string>.Create(static (one, other) => string.CompareOrdinal(other, one));

    public IReadOnlyList<WebSocketEndpointFacts> ListEndpoints() =>
        [.. server.Served.Select(Describe).OrderBy(static endpoint => endpoint.Pattern, StringComparer.Ordinal).ThenBy(static endpoint => endpoint.Order)];

    public WebSocketSessionPage ListSessions(WebSocketSessionQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, WebSocketSessionQuery.MaxLimit, nameof(query));

        // The first of those that are left, and one more, which says whether there is another page.
        var found = new PriorityQueue<(EndpointRoute Route, WebSocketConnection Session), string>(LargestFirst);
        foreach (var (route, session) in Matching(query))
        {
            var id = session.Id;
            if (query.After is { } after && string.CompareOrdinal(id, after) <= 0)
            {
                continue;
            }

            if (found.Count <= query.Limit)
            {
                found.Enqueue((route, session), id);
            }
            else
            {
                found.EnqueueDequeue((route, session), id);
            }
        }

        var hasMore = found.Count > query.Limit;
        if (hasMore)
        {
            found.Dequeue();
        }

        var page = new WebSocketSessionFacts[found.Count];
        for (var i = page.Length - 1; i >= 0; i--)
        {
            var (route, session) = found.Dequeue();
            page[i] = Describe(route, session);
        }

        return new WebSocketSessionPage(page, hasMore ? page[^1].Id : null);
    }

    public WebSocketSessionDetails? FindSession(string id) => Find(id) is var (route, session) ? DescribeWhole(route, session) : null;

    public bool Close(string id, CloseStatus status)
    {
        if (Find(id) is not var (_, session))
        {
            return false;
        }

        _ = session.CloseAsync(status).AsTask();
        return true;
    }

    public bool Abort(string id)
    {
        if (Find(id) is not var (_, session))
        {
            return false;
        }

        session.Abort();
        return true;
    }

    private (EndpointRoute Route, WebSocketConnection Session)? Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        foreach (var route in server.Served)
        {
            // Who knows an identifier has got it from somebody who has asked the session for it.
            if (Array.Find(route.Sessions.Registry.Snapshot(), session => session.KnownId == id) is { } session)
            {
                return (route, session);
            }
        }

        return null;
    }

    private IEnumerable<(EndpointRoute Route, WebSocketConnection Session)> Matching(WebSocketSessionQuery query) =>
        from route in server.Served
        where query.Endpoint is not { } endpoint || endpoint == route.Descriptor.Pattern || endpoint == NameOf(route)
        from session in query.Group is { } name ? route.Sessions.Groups.Snapshot(name) : route.Sessions.Registry.Snapshot()
        where query.User is not { } user || user == SessionUsers.NameOf(session.Handshake.User)
        where query.Address is not { } address || IsAt(session, address)
        select (route, session);

    private static bool IsAt(WebSocketConnection session, IPAddress address) =>
        session.Handshake.RemoteEndPoint is IPEndPoint peer && peer.Address.MapToIPv6().Equals(address.MapToIPv6());

    private static string NameOf(EndpointRoute route) => route.Descriptor.EndpointType.FullName ?? route.Descriptor.EndpointType.Name;

    private static WebSocketEndpointFacts Describe(EndpointRoute route) => new()
    {
        Pattern = route.Descriptor.Pattern,
        Class = NameOf(route),
        Order = route.Descriptor.Order,
        SubProtocols = route.Descriptor.Protocols,
        Sessions = route.Sessions.Registry.Count,
        Groups = route.Sessions.Groups.Count,
        Settings = Describe(route.Limits),
    };

    private static WebSocketSettingFacts Describe(ConnectionLimits limits) => new()
    {
        MaxTextMessageSize = limits.Receive.MaxTextSize,
        MaxBinaryMessageSize = limits.Receive.MaxBinarySize,
        MaxFrameSize = limits.Receive.MaxFrameSize,
        MaxSendQueueSize = limits.MaxSendQueueSize,
        MaxConcurrency = limits.MaxConcurrency,
        KeepAliveInterval = Finite(limits.KeepAliveInterval),
        KeepAliveTimeout = Finite(limits.KeepAliveTimeout),
        IdleTimeout = Finite(limits.IdleTimeout),
        SendTimeout = Finite(limits.SendTimeout),
        CloseTimeout = Finite(limits.CloseTimeout),
        Compression = limits.Compression is not null,
    };

    private static TimeSpan? Finite(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? null : time;

    private static WebSocketSessionFacts Describe(EndpointRoute route, WebSocketConnection session) => new()
    {
        Id = session.Id,
        Endpoint = route.Descriptor.Pattern,
        Path = session.Handshake.Path,
        Door = session.Handshake.Door,
        State = session.State,
        Since = session.StartedAt,
        LastReceived = session.LastReceivedAt,
        User = SessionUsers.NameOf(session.Handshake.User),
        RemoteAddress = session.Handshake.RemoteEndPoint?.ToString(),
        SubProtocol = session.SubProtocol,
        IsCompressed = session.IsCompressed,
        BufferedAmount = session.BufferedAmount,
    };

    private static WebSocketSessionDetails DescribeWhole(EndpointRoute route, WebSocketConnection session)
    {
        var facts = Describe(route, session);
        return new WebSocketSessionDetails
        {
            Id = facts.Id,
            Endpoint = facts.Endpoint,
            Path = facts.Path,
            Door = facts.Door,
            State = facts.State,
            Since = facts.Since,
            LastReceived = facts.LastReceived,
            User = facts.User,
            RemoteAddress = facts.RemoteAddress,
            SubProtocol = facts.SubProtocol,
            IsCompressed = facts.IsCompressed,
            BufferedAmount = facts.BufferedAmount,
            Class = NameOf(route),
            LocalAddress = session.Handshake.LocalEndPoint?.ToString(),
            Presence = Read(session.PresenceJson),
            Groups = [.. session.Groups.Order(StringComparer.Ordinal).Select(name => DescribeMembership(route, session, name))],
        };
    }

    private static WebSocketMembershipFacts DescribeMembership(EndpointRoute route, WebSocketConnection session, string name)
    {
        var present = route.Sessions.Groups.FindPresent(name, session.Id);
        return new WebSocketMembershipFacts { Name = name, Since = present?.Since, Presence = Read(present?.Metadata ?? session.PresenceJson) };
    }

    private static JsonElement? Read(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
