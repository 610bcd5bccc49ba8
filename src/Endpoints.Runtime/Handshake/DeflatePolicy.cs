using Endpoints.Protocol.Deflate;

namespace Endpoints.Handshake;

/// <summary>What one end wants of permessage-deflate.</summary>
internal sealed record DeflatePolicy
{
    /// <summary>Whether the server must forget its window after every message.</summary>
    public required bool ServerNoContextTakeover { get; init; }

    /// <summary>Whether the client must forget its window after every message.</summary>
    public required bool ClientNoContextTakeover { get; init; }

    /// <summary>Largest window of the server, in bits.</summary>
    public required int ServerMaxWindowBits { get; init; }

    /// <summary>Largest window of the client, in bits.</summary>
    public required int ClientMaxWindowBits { get; init; }

    /// <summary>The smallest window that this end can compress with; it can decompress all of them.</summary>
    public int MinDeflateWindowBits { get; init; } = DeflateParameters.SmallestWindowBits;
}
