namespace Endpoints.Handshake;

/// <summary>How far reading a request head came.</summary>
internal enum RequestHeadStatus
{
    /// <summary>The head ends in the input.</summary>
    Complete,

    /// <summary>Nothing is wrong so far; call again from the head's first byte when more has come.</summary>
    NeedMore,

    /// <summary>A rule is broken; answer and close the connection.</summary>
    Malformed,
}
