using Endpoints.Generated;
using Endpoints.Protocol.Deflate;

namespace Endpoints.Dispatch;

/// <summary>What became of a request head.</summary>
internal readonly record struct HeadOutcome
{
    /// <summary>The head is not whole yet: come again with more.</summary>
    public static HeadOutcome NeedMore => default;

    public bool IsComplete { get; private init; }

    /// <summary>Whether the response is 101 and a session begins; otherwise the connection is closed after the response.</summary>
    public bool IsAccepted => Dispatcher is not null;

    /// <summary>Bytes of the head; what follows belongs to the session.</summary>
    public int Consumed { get; private init; }

    /// <summary>The endpoint, when accepted.</summary>
    public EndpointRoute? Route { get; private init; }

    public WebSocketHandshake? Handshake { get; private init; }

    public EndpointDispatcher? Dispatcher { get; private init; }

    /// <summary>The permessage-deflate that the response agreed to; <see langword="null"/> for none.</summary>
    public DeflateParameters? Deflate { get; private init; }

    public static HeadOutcome Refused => new() { IsComplete = true };

    public static HeadOutcome Accepted(
        int consumed, EndpointRoute route, WebSocketHandshake handshake, EndpointDispatcher dispatcher, DeflateParameters? deflate) =>
        new() { IsComplete = true, Consumed = consumed, Route = route, Handshake = handshake, Dispatcher = dispatcher, Deflate = deflate };
}
