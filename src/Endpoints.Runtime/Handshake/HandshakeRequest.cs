namespace Endpoints.Handshake;

/// <summary>What a client asks for. Whoever makes it has checked every text: nothing here can end a line.</summary>
internal sealed record HandshakeRequest
{
    /// <summary>Path and query, percent-encoded.</summary>
    public required string Target { get; init; }

    /// <summary>The host, and the port where it is not the scheme's own.</summary>
    public required string Host { get; init; }

    /// <summary>The value of <c>Sec-WebSocket-Key</c>: 16 random bytes in base64.</summary>
    public required byte[] Key { get; init; }

    /// <summary>The sub-protocols, in the order of preference.</summary>
    public IReadOnlyList<string> Protocols { get; init; } = [];

    /// <summary>What is wanted of permessage-deflate; <see langword="null"/> for no offer.</summary>
    public DeflatePolicy? Deflate { get; init; }

    /// <summary>Other headers, name and value, in the order in which they are sent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
