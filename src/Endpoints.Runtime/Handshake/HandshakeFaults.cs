namespace Endpoints.Handshake;

/// <summary>What a refused handshake is answered with. Safe to call from any thread; allocates nothing.</summary>
public static class HandshakeFaults
{
    /// <summary>The HTTP status code of the response.</summary>
    /// <param name="fault">Why the handshake is refused; not <see cref="HandshakeFault.None"/>.</param>
    /// <returns>400, 403, 405 or 426.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fault"/> is no fault.</exception>
    public static int GetStatusCode(HandshakeFault fault) => fault switch
    {
        HandshakeFault.MethodNotAllowed => 405,
        HandshakeFault.UpgradeRequired or HandshakeFault.VersionNotSupported => 426,
        HandshakeFault.OriginNotAllowed => 403,
        HandshakeFault.ConnectionNotUpgrade
            or HandshakeFault.VersionMalformed
            or HandshakeFault.KeyMissing
            or HandshakeFault.KeyMalformed
            or HandshakeFault.ProtocolMalformed
            or HandshakeFault.ExtensionsMalformed
            or HandshakeFault.ProtocolNotAgreed
            or HandshakeFault.ValueNotBound => 400,
        _ => throw NotAFault(fault),
    };

    /// <summary>One sentence for the response's body and the log: what is wrong, what is expected, and the rule.</summary>
    /// <param name="fault">Why the handshake is refused; not <see cref="HandshakeFault.None"/>.</param>
    /// <returns>ASCII text without line ends. It holds nothing that the peer sent.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fault"/> is no fault.</exception>
    public static string Describe(HandshakeFault fault) => fault switch
    {
        HandshakeFault.MethodNotAllowed =>
            "A WebSocket is opened with GET, or with CONNECT and :protocol over HTTP/2 (RFC 6455 section 4.1, RFC 8441 section 4).",
        HandshakeFault.UpgradeRequired =>
            "This path speaks WebSocket: the request needs 'Upgrade: websocket' (RFC 6455 section 4.2.1).",
        HandshakeFault.ConnectionNotUpgrade =>
            "The Connection header does not list 'upgrade', without which Upgrade has no effect (RFC 6455 section 4.2.1).",
        HandshakeFault.VersionMalformed =>
            "Exactly one Sec-WebSocket-Version header with one number from 0 to 255 is expected (RFC 6455 sections 4.1 and 4.3).",
        HandshakeFault.VersionNotSupported =>
            "The only Sec-WebSocket-Version supported is 13 (RFC 6455 section 4.4).",
        HandshakeFault.KeyMissing =>
            "The Sec-WebSocket-Key header is missing (RFC 6455 section 4.2.1).",
        HandshakeFault.KeyMalformed =>
            "Exactly one Sec-WebSocket-Key header with 16 bytes in base64, 24 characters, is expected (RFC 6455 section 4.2.1).",
        HandshakeFault.ProtocolMalformed =>
            "The Sec-WebSocket-Protocol header is not a comma-separated list of tokens (RFC 6455 section 4.1).",
        HandshakeFault.ExtensionsMalformed =>
            "The Sec-WebSocket-Extensions header is not a list of extensions and their parameters (RFC 6455 section 9.1).",
        HandshakeFault.ProtocolNotAgreed =>
            "None of the sub-protocols in the Sec-WebSocket-Protocol header is offered here, and one is required (RFC 6455 section 4.2.2).",
        HandshakeFault.OriginNotAllowed =>
            "Pages of this origin may not open a WebSocket here (RFC 6455 section 10.2).",
        HandshakeFault.ValueNotBound =>
            "A route, query or header value of the request is missing or does not have the form expected (RFC 9110 section 15.5.1).",
        _ => throw NotAFault(fault),
    };

    private static ArgumentOutOfRangeException NotAFault(HandshakeFault fault) => new(nameof(fault), fault, "Not a fault.");
}
