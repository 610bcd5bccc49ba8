using Endpoints.Protocol.Deflate;

namespace Endpoints.Client.Connecting;

/// <summary>A handshake that the server has agreed to.</summary>
/// <param name="Stream">What the session's frames go over from here.</param>
/// <param name="Version">The version of HTTP.</param>
/// <param name="Headers">The headers of the response.</param>
/// <param name="Protocol">The index of the agreed sub-protocol, or -1.</param>
/// <param name="Deflate">What was agreed on for permessage-deflate; <see langword="null"/> for none.</param>
internal sealed record HandshakeAnswer(
    OpenedStream Stream, Version Version, Dictionary<string, IReadOnlyList<string>> Headers, int Protocol, DeflateParameters? Deflate)
{
    /// <summary>What was read behind the response; it comes first.</summary>
    public byte[] Behind { get; init; } = [];
}
