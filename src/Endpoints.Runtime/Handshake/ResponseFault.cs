namespace Endpoints.Handshake;

/// <summary>Why a client does not go on with the response to its handshake (RFC 6455 section 4.1).</summary>
internal enum ResponseFault
{
    /// <summary>None.</summary>
    None,

    /// <summary>A line does not end with CR LF, or holds a NUL (RFC 9112 section 2.2).</summary>
    LineMalformed,

    /// <summary>The first line is not <c>version SP status SP reason</c> (RFC 9112 section 4).</summary>
    StatusLineMalformed,

    /// <summary>Any version but HTTP/1.1.</summary>
    HttpVersionNotSupported,

    /// <summary>A header line without a colon, with a name that is no token, or with a control character (RFC 9112 section 5).</summary>
    HeaderMalformed,

    /// <summary>More header lines than there is room for.</summary>
    TooManyHeaders,

    /// <summary>The head does not end within the limit.</summary>
    HeadTooLarge,

    /// <summary>Any status but 101.</summary>
    Refused,

    /// <summary>Any status but 200 to an extended CONNECT (RFC 8441 section 5).</summary>
    ConnectRefused,

    /// <summary><c>Upgrade</c> is missing, or does not say <c>websocket</c> alone.</summary>
    UpgradeNotWebSocket,

    /// <summary><c>Connection</c> does not name <c>Upgrade</c>.</summary>
    ConnectionNotUpgrade,

    /// <summary><c>Sec-WebSocket-Accept</c> is missing, there twice, or not what the key demands.</summary>
    AcceptWrong,

    /// <summary>An extension that was not offered, or one with parameters that do not answer the offer.</summary>
    ExtensionNotOffered,

    /// <summary>A sub-protocol that was not offered, or more than one.</summary>
    ProtocolNotOffered,
}
