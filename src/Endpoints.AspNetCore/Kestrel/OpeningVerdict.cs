namespace Endpoints.AspNetCore.Kestrel;

/// <summary>What the first bytes of a connection are.</summary>
internal enum OpeningVerdict
{
    /// <summary>They may still become a handshake.</summary>
    NeedMore,

    /// <summary>HTTP's business, whatever follows.</summary>
    NotOurs,

    /// <summary>The whole head of an opening handshake for an endpoint that is served here.</summary>
    Handshake,
}
