namespace Endpoints.Handshake;

/// <summary>
/// The reason phrases of statuses that a handshake may be refused with (RFC 9110 section 15, RFC 6585). No client reads them; people who look
/// at the bytes do.
/// </summary>
internal static class ReasonPhrases
{
    /// <summary>The phrase; empty for a status that is not known here, which is allowed (RFC 9112 section 4).</summary>
    public static ReadOnlySpan<byte> Of(int statusCode) => statusCode switch
    {
        301 => "Moved Permanently"u8,
        302 => "Found"u8,
        303 => "See Other"u8,
        307 => "Temporary Redirect"u8,
        308 => "Permanent Redirect"u8,
        400 => "Bad Request"u8,
        401 => "Unauthorized"u8,
        402 => "Payment Required"u8,
        403 => "Forbidden"u8,
        404 => "Not Found"u8,
        405 => "Method Not Allowed"u8,
        407 => "Proxy Authentication Required"u8,
        408 => "Request Timeout"u8,
        409 => "Conflict"u8,
        410 => "Gone"u8,
        414 => "URI Too Long"u8,
        421 => "Misdirected Request"u8,
        422 => "Unprocessable Content"u8,
        425 => "Too Early"u8,
        426 => "Upgrade Required"u8,
        429 => "Too Many Requests"u8,
        431 => "Request Header Fields Too Large"u8,
        451 => "Unavailable For Legal Reasons"u8,
        500 => "Internal Server Error"u8,
        501 => "Not Implemented"u8,
        502 => "Bad Gateway"u8,
        503 => "Service Unavailable"u8,
        504 => "Gateway Timeout"u8,
        505 => "HTTP Version Not Supported"u8,
        511 => "Network Authentication Required"u8,
        _ => default,
    };
}
