namespace Endpoints.Protocol;

/// <summary>Close codes (RFC 6455 section 7.4 and the IANA registry it founds).</summary>
internal static class CloseCode
{
    public const int Normal = 1000;
    public const int GoingAway = 1001;
    public const int ProtocolError = 1002;
    public const int UnsupportedData = 1003;
    public const int NoStatusReceived = 1005;
    public const int AbnormalClosure = 1006;
    public const int InvalidPayload = 1007;
    public const int PolicyViolation = 1008;
    public const int MessageTooBig = 1009;
    public const int InternalError = 1011;
    public const int TryAgainLater = 1013;

    /// <summary>
    /// Whether a close frame may hold the code: registered ones but for 1004, 1005, 1006 and 1015, which only describe, and the
    /// ranges for libraries (3000) and applications (4000).
    /// </summary>
    public static bool IsSendable(int code) => code is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999);
}
