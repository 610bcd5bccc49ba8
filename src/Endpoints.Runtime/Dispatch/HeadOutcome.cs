using Endpoints.Connections.Limiting;
using Endpoints.Diagnostics;
using Endpoints.Generated;
using Endpoints.Protocol.Deflate;

namespace Endpoints.Dispatch;

/// <summary>What became of a request head.</summary>
internal readonly record struct HeadOutcome
{
    /// <summary>The head is not whole yet: come again with more.</summary>
    public static HeadOutcome NeedMore => default;

    /// <summary>Whether it is decided, and the response written where there is one.</summary>
    public bool IsComplete { get; private init; }

    /// <summary>Whether the response is 101 and a session begins; otherwise the connection is closed after the response.</summary>
    public bool IsAccepted => Dispatcher is not null;

    /// <summary>Whether it is decided and no session begins: what else the peer sends is nobody's.</summary>
    public bool IsOver => IsComplete && !IsAccepted;

    /// <summary>The head is whole, and what decides about it still runs; not <see cref="IsComplete"/>. <see langword="null"/> otherwise.</summary>
    public PendingHandshake? Pending { get; private init; }

    /// <summary>Bytes of the head; what follows belongs to the session.</summary>
    public int Consumed { get; private init; }

    /// <summary>The endpoint, when accepted.</summary>
    public EndpointRoute? Route { get; private init; }

    public WebSocketHandshake? Handshake { get; private init; }

    public EndpointDispatcher? Dispatcher { get; private init; }

    /// <summary>The permessage-deflate that the response agreed to; <see langword="null"/> for none.</summary>
    public DeflateParameters? Deflate { get; private init; }

    /// <summary>
    /// The place of the session among those of its endpoint, for whoever opens the session or abandons it; <see langword="null"/> where it needs none.
    /// </summary>
    public SessionPlace? Place { get; private init; }

    /// <summary>
    /// The interceptors of the handshake; <see langword="null"/> where it had none. Whoever disposes the connection's services waits until they
    /// have ended.
    /// </summary>
    public HandshakeInterception? Interception { get; private init; }

    /// <summary>How it was refused, for its span; <see langword="null"/> where it was not, or is not worth a span.</summary>
    public HeadRefusal? Refusal { get; private init; }

    /// <summary>The span of the handshake; <see langword="null"/> where nobody wants it.</summary>
    public HandshakeTrace? Trace { get; init; }

    public static HeadOutcome Refused(HandshakeInterception? interception = null, HeadRefusal? refusal = null) =>
        new() { IsComplete = true, Interception = interception, Refusal = refusal };

    public static HeadOutcome Undecided(PendingHandshake pending) => new() { Pending = pending };

    public static HeadOutcome Accepted(
        int consumed,
        EndpointRoute route,
        WebSocketHandshake handshake,
        EndpointDispatcher dispatcher,
        DeflateParameters? deflate,
        HandshakeInterception? interception,
        SessionPlace? place) =>
        new()
        {
            IsComplete = true,
            Consumed = consumed,
            Route = route,
            Handshake = handshake,
            Dispatcher = dispatcher,
            Deflate = deflate,
            Interception = interception,
            Place = place,
        };
}
