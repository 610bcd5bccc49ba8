using System.ComponentModel;

namespace Endpoints.Generated;

/// <summary>Reads messages with a codec. Safe to use from any thread.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CodecPayload
{
    private const string Reason = "The payload is not what this endpoint takes.";

    /// <summary>Reads a message.</summary>
    /// <param name="payload">The message.</param>
    /// <param name="codec">How to read it.</param>
    /// <exception cref="UnreadablePayloadException">The codec cannot read it, or reads nothing.</exception>
    public static T Read<T>(ReadOnlySpan<byte> payload, IWebSocketCodec<T> codec) =>
        ReadOrNull(payload, codec) is { } value
            ? value
            : throw new UnreadablePayloadException("The message is null.") { CloseReason = Reason };

    /// <summary>Reads a message that may be <see langword="null"/>.</summary>
    /// <param name="payload">The message.</param>
    /// <param name="codec">How to read it.</param>
    /// <exception cref="UnreadablePayloadException">The codec cannot read it.</exception>
    public static T? ReadOrNull<T>(ReadOnlySpan<byte> payload, IWebSocketCodec<T> codec)
    {
        try
        {
            return codec.Decode(payload);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new UnreadablePayloadException(error.Message, error) { CloseReason = Reason };
        }
    }
}
