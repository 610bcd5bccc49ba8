namespace Endpoints;

/// <summary>What a message is (RFC 6455 section 5.6).</summary>
public enum WebSocketMessageType
{
    /// <summary>Text; its payload is valid UTF-8.</summary>
    Text,

    /// <summary>Bytes whose meaning is the application's.</summary>
    Binary,
}
