using System.Text;

namespace Endpoints.Testing;

/// <summary>The kinds of <see cref="WebSocketTestMessage"/>.</summary>
public enum WebSocketTestMessageKind
{
    /// <summary>A text message.</summary>
    Text,

    /// <summary>A binary message.</summary>
    Binary,

    /// <summary>The server's close frame.</summary>
    Close,

    /// <summary>The end of the connection.</summary>
    End,
}

/// <summary>Something that a test's peer received. Pings and pongs are counted apart.</summary>
public sealed class WebSocketTestMessage
{
    internal WebSocketTestMessage(WebSocketTestMessageKind kind, ReadOnlyMemory<byte> payload, CloseStatus status = default)
    {
        Kind = kind;
        Payload = payload;
        Status = status;
    }

    /// <summary>What it is.</summary>
    public WebSocketTestMessageKind Kind { get; }

    /// <summary>The payload of a text or binary message; empty otherwise. Belongs to whoever received the message.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>The payload as text.</summary>
    public string Text => Encoding.UTF8.GetString(Payload.Span);

    /// <summary>Code and reason of a close frame; 1005 where it held none.</summary>
    public CloseStatus Status { get; }

    /// <summary>What it is, for messages of failing tests.</summary>
    public override string ToString() => Kind switch
    {
        WebSocketTestMessageKind.Text => $"the text {Shorten(Text)}",
        WebSocketTestMessageKind.Binary => $"a binary message of {Payload.Length} bytes ({Shorten(Convert.ToHexString(Payload.Span))})",
        WebSocketTestMessageKind.Close => $"a close frame with {Status}",
        _ => "the end of the connection",
    };

    private static string Shorten(string text) => text.Length <= 200 ? $"'{text}'" : $"'{text[..200]}'... ({text.Length} characters)";
}
