namespace Endpoints.Handshake;

/// <summary>The head of a response as spans. A view; the bytes and the fields belong to the caller.</summary>
internal readonly ref struct ResponseHead
{
    public ResponseHead(int statusCode, ReadOnlySpan<byte> reason, HandshakeHead fields)
    {
        StatusCode = statusCode;
        Reason = reason;
        Fields = fields;
    }

    /// <summary>The status, 100 to 999.</summary>
    public int StatusCode { get; }

    /// <summary>The reason phrase, as sent; often empty.</summary>
    public ReadOnlySpan<byte> Reason { get; }

    /// <summary>The header lines; method and target are empty.</summary>
    public HandshakeHead Fields { get; }

    /// <summary>Whether another response follows (RFC 9110 section 15.2).</summary>
    public bool IsInterim => StatusCode is >= 100 and < 200 and not 101;
}
