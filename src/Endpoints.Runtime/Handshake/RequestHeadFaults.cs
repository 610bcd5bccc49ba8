namespace Endpoints.Handshake;

/// <summary>What a malformed request head is answered with.</summary>
internal static class RequestHeadFaults
{
    /// <summary>The HTTP status code: 400, 414, 431 or 505.</summary>
    public static int GetStatusCode(RequestHeadFault fault) => fault switch
    {
        RequestHeadFault.TargetTooLong => 414,
        RequestHeadFault.TooManyHeaders or RequestHeadFault.HeadTooLarge => 431,
        RequestHeadFault.HttpVersionNotSupported => 505,
        > RequestHeadFault.None and <= RequestHeadFault.BodyWithUpgrade => 400,
        _ => throw NotAFault(fault),
    };

    /// <summary>One sentence for the response's body and the log, ASCII, without anything that the peer sent.</summary>
    public static string Describe(RequestHeadFault fault) => fault switch
    {
        RequestHeadFault.BareLineFeed => "A line of the head ends with LF alone; CR LF is expected (RFC 9112 section 2.2).",
        RequestHeadFault.BareCarriageReturn => "A CR in the head is not followed by LF (RFC 9112 section 2.2).",
        RequestHeadFault.NullByte => "The head holds a NUL (RFC 9110 section 5.5).",
        RequestHeadFault.RequestLineMalformed =>
            "The request line is not method, target and version with single spaces (RFC 9112 section 3).",
        RequestHeadFault.TargetMalformed => "The request target is not a path or an http URI (RFC 9112 section 3.2).",
        RequestHeadFault.TargetTooLong => "The request target is longer than this server takes (RFC 9112 section 3).",
        RequestHeadFault.HttpVersionNotSupported => "HTTP/1.1 is expected (RFC 6455 section 4.1).",
        RequestHeadFault.FoldedHeader => "A header continues on a second line (RFC 9112 section 5.2).",
        RequestHeadFault.HeaderWithoutColon => "A header line has no colon (RFC 9112 section 5).",
        RequestHeadFault.SpaceBeforeColon => "A header has white space before its colon (RFC 9112 section 5.1).",
        RequestHeadFault.HeaderNameMalformed => "A header's name is not a token (RFC 9110 section 5.1).",
        RequestHeadFault.HeaderValueMalformed => "A header's value holds a control character (RFC 9110 section 5.5).",
        RequestHeadFault.TooManyHeaders => "The request has more header lines than this server takes (RFC 6585 section 5).",
        RequestHeadFault.HeadTooLarge => "The request head is larger than this server takes (RFC 6585 section 5).",
        RequestHeadFault.HostMissing => "The Host header is missing (RFC 9112 section 3.2).",
        RequestHeadFault.HostMalformed => "Exactly one Host header with the host of the target is expected (RFC 9112 section 3.2).",
        RequestHeadFault.BodyWithUpgrade => "A request for an upgrade may not have a body here (RFC 9112 section 11.2).",
        _ => throw NotAFault(fault),
    };

    private static ArgumentOutOfRangeException NotAFault(RequestHeadFault fault) => new(nameof(fault), fault, "Not a fault.");
}
