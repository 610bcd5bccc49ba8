namespace Endpoints.Handshake;

/// <summary>How the request asks for a WebSocket.</summary>
public enum HandshakeKind
{
    /// <summary>HTTP/1.1 <c>Upgrade</c> (RFC 6455 section 4).</summary>
    Upgrade,

    /// <summary>HTTP/2 extended CONNECT (RFC 8441); there is no key, no <c>Upgrade</c> and no <c>Connection</c>.</summary>
    ExtendedConnect,
}
