namespace Endpoints.Handshake;

/// <summary>Why a handshake is refused, in the order in which the checks are made (RFC 6455 section 4.2).</summary>
public enum HandshakeFault
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>Not GET (RFC 6455 section 4.1), or not CONNECT with <c>:protocol</c> over HTTP/2 (RFC 8441 section 4): 405.</summary>
    MethodNotAllowed,

    /// <summary>A plain HTTP request for a WebSocket path, without <c>Upgrade: websocket</c>: 426.</summary>
    UpgradeRequired,

    /// <summary><c>Connection</c> does not list <c>upgrade</c>: 400.</summary>
    ConnectionNotUpgrade,

    /// <summary><c>Sec-WebSocket-Version</c> is missing, repeated or malformed: 400.</summary>
    VersionMalformed,

    /// <summary>A version other than 13: 426 with <c>Sec-WebSocket-Version: 13</c> (RFC 6455 section 4.4).</summary>
    VersionNotSupported,

    /// <summary><c>Sec-WebSocket-Key</c> is missing: 400.</summary>
    KeyMissing,

    /// <summary><c>Sec-WebSocket-Key</c> is repeated or not 16 bytes in base64: 400.</summary>
    KeyMalformed,

    /// <summary><c>Sec-WebSocket-Protocol</c> is not a list of tokens: 400.</summary>
    ProtocolMalformed,

    /// <summary><c>Sec-WebSocket-Extensions</c> is no list of extensions: 400 (RFC 6455 section 9.1).</summary>
    ExtensionsMalformed,

    /// <summary>The endpoint demands a sub-protocol and none is common: 400.</summary>
    ProtocolNotAgreed,

    /// <summary>The origin is not admitted: 403 (RFC 6455 section 10.2).</summary>
    OriginNotAllowed,

    /// <summary>A route, query or header value is missing or does not parse: 400.</summary>
    ValueNotBound,
}
