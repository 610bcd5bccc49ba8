namespace Endpoints.Connections.Limiting;

/// <summary>Which limit a message would go beyond.</summary>
internal enum RateExcess
{
    /// <summary>None: it is within all.</summary>
    None,

    /// <summary>That of messages.</summary>
    MessageRate,

    /// <summary>That of bytes.</summary>
    ByteRate,

    /// <summary>That of a limiter of the application's own.</summary>
    MessageLimiter,
}
