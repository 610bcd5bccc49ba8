using System.Text.Json;

namespace Endpoints;

/// <summary>
/// A message of the peer cannot be read as what its handler takes. <see cref="OnErrorAttribute"/> handlers get it; where none takes it the
/// session is closed with 1007 (RFC 6455 section 7.4.1).
/// </summary>
/// <remarks>
/// An own type, so that a <see cref="JsonException"/> of the application's own making is not blamed on the peer. It is thrown for every
/// codec; the codec's own exception is the inner one.
/// </remarks>
public sealed class UnreadablePayloadException : JsonException
{
    internal UnreadablePayloadException(string message, Exception? cause = null)
        : base(message, (cause as JsonException)?.Path, (cause as JsonException)?.LineNumber, (cause as JsonException)?.BytePositionInLine, cause)
    {
    }

    /// <summary>What the peer is told where no handler takes the exception; at most <see cref="CloseStatus.MaxReasonSize"/> bytes.</summary>
    public string CloseReason { get; internal init; } = "The payload is not the JSON that this endpoint takes.";
}
