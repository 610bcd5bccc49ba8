using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;

namespace Endpoints.Generated;

/// <summary>
/// Sends what a handler returned. A full queue makes the session wait, and with it the delivery of further messages; a session
/// that is already closing takes no replies and says nothing. <see langword="null"/> is no reply.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Reply
{
    /// <summary>Replies with text that is UTF-8 already.</summary>
    public static ValueTask TextAsync(WebSocketSession session, ReadOnlySpan<byte> utf8) =>
        session.TrySendText(utf8) || WaitsForNothing(session) ? default : session.SendTextAsync(utf8.ToArray());

    /// <summary>Replies with text.</summary>
    public static ValueTask TextAsync(WebSocketSession session, string? text) =>
        text is null || IsClosing(session) ? default : session.SendTextAsync(text);

    /// <summary>Replies with bytes.</summary>
    public static ValueTask BinaryAsync(WebSocketSession session, ReadOnlySpan<byte> payload) =>
        session.TrySendBinary(payload) || WaitsForNothing(session) ? default : session.SendBinaryAsync(payload.ToArray());

    /// <summary>Replies with bytes.</summary>
    public static ValueTask BinaryAsync(WebSocketSession session, byte[]? payload) =>
        payload is null ? default : BinaryAsync(session, payload.AsSpan());

    /// <summary>Replies with text that is UTF-8 already.</summary>
    public static ValueTask TextAsync(WebSocketSession session, byte[]? utf8) =>
        utf8 is null ? default : TextAsync(session, utf8.AsSpan());

    /// <summary>Replies with bytes. They must stay unchanged until the returned task completes.</summary>
    public static ValueTask BinaryAsync(WebSocketSession session, ReadOnlyMemory<byte>? payload) =>
        payload is not { } bytes || session.TrySendBinary(bytes.Span) || WaitsForNothing(session) ? default : session.SendBinaryAsync(bytes);

    /// <summary>Replies with text that is UTF-8 already. It must stay unchanged until the returned task completes.</summary>
    public static ValueTask TextAsync(WebSocketSession session, ReadOnlyMemory<byte>? utf8) =>
        utf8 is not { } bytes || session.TrySendText(bytes.Span) || WaitsForNothing(session) ? default : session.SendTextAsync(bytes);

    /// <summary>Replies with a value as JSON text.</summary>
    public static ValueTask JsonAsync<T>(WebSocketSession session, T? value, JsonTypeInfo<T> typeInfo) =>
        value is null || IsClosing(session) ? default : session.SendJsonAsync(value, typeInfo);

    /// <summary>Replies with a value as JSON text.</summary>
    public static ValueTask JsonAsync<T>(WebSocketSession session, T? value, JsonTypeInfo<T> typeInfo)
        where T : struct =>
        value is not { } present || IsClosing(session) ? default : session.SendJsonAsync(present, typeInfo);

    /// <summary>Replies with a value as JSON text that begins with its discriminator.</summary>
    public static ValueTask MessageAsync<T>(WebSocketSession session, T? value, MessageReply<T> message)
    {
        if (value is null || IsClosing(session))
        {
            return default;
        }

        using var output = PayloadWriter.Rent();
        message.Writer.Write(output, value);
        return TrySendKeyed(session, isText: true, output.Written, value) ? default : TextAsync(session, output.Written);
    }

    /// <summary>Replies with a value as JSON text that begins with its discriminator.</summary>
    public static ValueTask MessageAsync<T>(WebSocketSession session, T? value, MessageReply<T> message)
        where T : struct =>
        value is { } present ? MessageAsync<T>(session, present, message) : default;

    /// <summary>Replies with a value as a codec writes it, in a text message.</summary>
    public static ValueTask EncodedTextAsync<T>(WebSocketSession session, T? value, IWebSocketCodec<T> codec)
    {
        if (value is null || IsClosing(session))
        {
            return default;
        }

        using var output = PayloadWriter.Rent();
        codec.Encode(value, output);
        return TrySendKeyed(session, isText: true, output.Written, value) ? default : TextAsync(session, output.Written);
    }

    /// <summary>Replies with a value as a codec writes it, in a text message.</summary>
    public static ValueTask EncodedTextAsync<T>(WebSocketSession session, T? value, IWebSocketCodec<T> codec)
        where T : struct =>
        value is { } present ? EncodedTextAsync<T>(session, present, codec) : default;

    /// <summary>Replies with a value as a codec writes it, in a binary message.</summary>
    public static ValueTask EncodedBinaryAsync<T>(WebSocketSession session, T? value, IWebSocketCodec<T> codec)
    {
        if (value is null || IsClosing(session))
        {
            return default;
        }

        using var output = PayloadWriter.Rent();
        codec.Encode(value, output);
        return TrySendKeyed(session, isText: false, output.Written, value) ? default : BinaryAsync(session, output.Written);
    }

    /// <summary>Replies with a value as a codec writes it, in a binary message.</summary>
    public static ValueTask EncodedBinaryAsync<T>(WebSocketSession session, T? value, IWebSocketCodec<T> codec)
        where T : struct =>
        value is { } present ? EncodedBinaryAsync<T>(session, present, codec) : default;

    // What is not queued here goes the way of all replies.
    private static bool TrySendKeyed<T>(WebSocketSession session, bool isText, ReadOnlySpan<byte> payload, [DisallowNull] T value) =>
        session.KeepsLatest && MessageKey.TryFind(value, out var key) && session.TrySend(isText, payload, key);

    // A message that was dropped is done with.
    private static bool WaitsForNothing(WebSocketSession session) => !session.WaitsForRoom || IsClosing(session);

    private static bool IsClosing(WebSocketSession session) => session.State != WebSocketSessionState.Open;
}
