using System.Text.Json;

namespace Endpoints.Generated;

/// <summary>
/// A message of the peer is not the JSON that its handler takes. An own type, so that a <see cref="JsonException"/> of the
/// application's own making is not blamed on the peer.
/// </summary>
internal sealed class UnreadablePayloadException : JsonException
{
    public UnreadablePayloadException(string message, Exception? cause = null)
        : base(message, (cause as JsonException)?.Path, (cause as JsonException)?.LineNumber, (cause as JsonException)?.BytePositionInLine, cause)
    {
    }
}
