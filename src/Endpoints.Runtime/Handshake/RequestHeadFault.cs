namespace Endpoints.Handshake;

/// <summary>Which rule of HTTP/1.1 a request head breaks.</summary>
internal enum RequestHeadFault
{
    /// <summary>None.</summary>
    None,

    /// <summary>A line feed without the carriage return before it (RFC 9112 section 2.2): 400.</summary>
    BareLineFeed,

    /// <summary>A carriage return without the line feed behind it (RFC 9112 section 2.2): 400.</summary>
    BareCarriageReturn,

    /// <summary>A NUL (RFC 9110 section 5.5): 400.</summary>
    NullByte,

    /// <summary>The first line is not <c>method SP target SP version</c> (RFC 9112 section 3): 400.</summary>
    RequestLineMalformed,

    /// <summary>The target is not in origin or absolute form, or holds bytes that no URI has (RFC 9112 section 3.2): 400.</summary>
    TargetMalformed,

    /// <summary>The first line does not end within the limit (RFC 9112 section 3): 414.</summary>
    TargetTooLong,

    /// <summary>Any version but HTTP/1.1; HTTP/1.0 knows no upgrade (RFC 9110 section 7.8): 505.</summary>
    HttpVersionNotSupported,

    /// <summary>A header line continued with white space (RFC 9112 section 5.2): 400.</summary>
    FoldedHeader,

    /// <summary>A header line without a colon (RFC 9112 section 5): 400.</summary>
    HeaderWithoutColon,

    /// <summary>White space between a header's name and its colon (RFC 9112 section 5.1): 400.</summary>
    SpaceBeforeColon,

    /// <summary>A header's name is empty or not a token (RFC 9110 section 5.1): 400.</summary>
    HeaderNameMalformed,

    /// <summary>A control character in a header's value (RFC 9110 section 5.5): 400.</summary>
    HeaderValueMalformed,

    /// <summary>More header lines than there is room for: 431.</summary>
    TooManyHeaders,

    /// <summary>The head does not end within the limit (RFC 6585 section 5): 431.</summary>
    HeadTooLarge,

    /// <summary>No <c>Host</c> (RFC 9112 section 3.2): 400.</summary>
    HostMissing,

    /// <summary>More than one <c>Host</c>, one that is no host, or one that contradicts the target (RFC 9112 section 3.2): 400.</summary>
    HostMalformed,

    /// <summary>A body together with an upgrade: where it ends and frames begin is open to dispute (RFC 9112 section 11.2): 400.</summary>
    BodyWithUpgrade,
}
