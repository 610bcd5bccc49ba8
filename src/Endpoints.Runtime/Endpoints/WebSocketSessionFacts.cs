namespace Endpoints;

/// <summary>A session as it was at one moment, for operators. The query of its request is left out, for it may hold secrets.</summary>
public record WebSocketSessionFacts
{
    /// <summary>See <see cref="WebSocketSession.Id"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The route template of its endpoint.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The path that the client asked for.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// The door that it came by: <c>aspnetcore</c>, <c>kestrel</c> (Kestrel's connections), <c>loop</c> (the event loop), or <c>memory</c> in tests.
    /// </summary>
    public string? Door { get; init; }

    /// <summary>Its state.</summary>
    public required WebSocketSessionState State { get; init; }

    /// <summary>Since when it is open, in UTC, to some milliseconds.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When the peer was last heard, be it by a pong, in UTC, to some milliseconds.</summary>
    public required DateTimeOffset LastReceived { get; init; }

    /// <summary>The user, as <see cref="IWebSocketSessions{TEndpoint}.User"/> names them; <see langword="null"/> for nobody.</summary>
    public string? User { get; init; }

    /// <summary>The address and the port of the peer, or of the proxy before it; <see langword="null"/> where the door does not know.</summary>
    public string? RemoteAddress { get; init; }

    /// <summary>The agreed sub-protocol; <see langword="null"/> for none.</summary>
    public string? SubProtocol { get; init; }

    /// <summary>Whether permessage-deflate was agreed on.</summary>
    public required bool IsCompressed { get; init; }

    /// <summary>Bytes that wait to be written to the network.</summary>
    public required int BufferedAmount { get; init; }
}
