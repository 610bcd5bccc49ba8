using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Endpoints;

/// <summary>
/// A message: of the peer, as <see cref="WebSocketSession.ReceiveAllAsync"/> hands it out, or to be sent by
/// <see cref="WebSocketSession.SendAsync"/> and <c>SendAllAsync</c>.
/// </summary>
/// <remarks>
/// The payload of the peer's is in memory that the session uses again: it is valid until the next message is asked for, or the walk ends. What shall live
/// longer is copied, or kept by <see cref="Retain"/>.
/// </remarks>
public readonly struct WebSocketMessage
{
    internal WebSocketMessage(bool isText, ReadOnlyMemory<byte> payload)
    {
        IsText = isText;
        Payload = payload;
    }

    /// <summary>Whether it is text; otherwise it is binary (RFC 6455 section 5.6).</summary>
    public bool IsText { get; }

    /// <summary>The payload, whole: valid UTF-8 where it is text.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>A text message.</summary>
    /// <param name="text">The text; encoded as UTF-8 here.</param>
    public static WebSocketMessage Text(string text) => new(isText: true, Encoding.UTF8.GetBytes(text));

    /// <summary>A text message.</summary>
    /// <param name="utf8">
    /// The text as UTF-8, not copied. It is not validated: sending bytes that are not UTF-8 makes the peer close with 1007.
    /// </param>
    public static WebSocketMessage Text(ReadOnlyMemory<byte> utf8) => new(isText: true, utf8);

    /// <summary>A binary message.</summary>
    /// <param name="payload">The payload, not copied.</param>
    public static WebSocketMessage Binary(ReadOnlyMemory<byte> payload) => new(isText: false, payload);

    /// <summary>The payload as a string, decoded from UTF-8 each time.</summary>
    /// <exception cref="InvalidOperationException">The message is binary.</exception>
    public string GetText() => IsText
        ? Encoding.UTF8.GetString(Payload.Span)
        : throw new InvalidOperationException("The message is binary; its bytes are in Payload.");

    /// <summary>Copies the message into a pooled buffer, for work that goes on when the next message is asked for.</summary>
    /// <returns>The copy, which the caller disposes.</returns>
    public RetainedMessage Retain() => new(IsText, Payload.Span);

    /// <summary>Reads the payload as JSON.</summary>
    /// <param name="typeInfo">How to read it, from the application's <c>JsonSerializerContext</c>.</param>
    /// <exception cref="JsonException">It is no JSON, or not of this form.</exception>
    public T? ReadJson<T>(JsonTypeInfo<T> typeInfo) => JsonSerializer.Deserialize(Payload.Span, typeInfo);
}
