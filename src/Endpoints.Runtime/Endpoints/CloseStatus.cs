namespace Endpoints;

/// <summary>Why a session ended: a close code of RFC 6455 section 7.4 and an optional reason.</summary>
/// <param name="Code">The code. 1005, 1006 and 1015 describe an end without a close frame and are never sent.</param>
/// <param name="Reason">At most 123 bytes of UTF-8; empty when none was given.</param>
public readonly record struct CloseStatus(int Code, string Reason = "")
{
    /// <summary>Largest reason, in bytes of UTF-8 (RFC 6455 section 5.5: a control frame holds 125 bytes, two are the code).</summary>
    public const int MaxReasonSize = 123;

    /// <summary>1000: the purpose of the session is fulfilled.</summary>
    public static CloseStatus Normal => new(1000);

    /// <summary>1001: the server goes down or the page is left.</summary>
    public static CloseStatus GoingAway => new(1001);

    /// <summary>1002: the peer broke the protocol.</summary>
    public static CloseStatus ProtocolError => new(1002);

    /// <summary>1003: a kind of message that this endpoint does not take.</summary>
    public static CloseStatus UnsupportedData => new(1003);

    /// <summary>1005: the close frame held no code.</summary>
    public static CloseStatus NoStatusReceived => new(1005);

    /// <summary>1006: the connection ended without a close frame.</summary>
    public static CloseStatus AbnormalClosure => new(1006);

    /// <summary>1007: the payload does not fit its type, for example text that is not UTF-8.</summary>
    public static CloseStatus InvalidPayload => new(1007);

    /// <summary>1008: a policy of this endpoint was violated.</summary>
    public static CloseStatus PolicyViolation => new(1008);

    /// <summary>1009: the message is larger than this endpoint takes.</summary>
    public static CloseStatus MessageTooBig => new(1009);

    /// <summary>1010: a client's required extension was not negotiated.</summary>
    public static CloseStatus MandatoryExtension => new(1010);

    /// <summary>1011: the server met a condition that it did not expect.</summary>
    public static CloseStatus InternalError => new(1011);

    /// <summary>1012: the service restarts.</summary>
    public static CloseStatus ServiceRestart => new(1012);

    /// <summary>1013: the service is overloaded, try again later.</summary>
    public static CloseStatus TryAgainLater => new(1013);

    /// <summary>1015: the TLS handshake failed.</summary>
    public static CloseStatus TlsHandshakeFailed => new(1015);

    /// <summary>Whether the code may be put into a close frame: 1000-1003, 1007-1014 and 3000-4999 (RFC 6455 section 7.4).</summary>
    public bool IsSendable => Protocol.CloseCode.IsSendable(Code);

    /// <summary>The same code with another reason.</summary>
    /// <param name="reason">At most <see cref="MaxReasonSize"/> bytes of UTF-8.</param>
    public CloseStatus WithReason(string reason) => this with { Reason = reason };

    /// <summary>The code and the reason, for logs.</summary>
    public override string ToString() => Reason.Length == 0 ? $"{Code}" : $"{Code} {Reason}";
}
