namespace Endpoints.Connections.Limiting;

/// <summary>Which bound leaves no place for a session.</summary>
internal enum SessionBound
{
    /// <summary>None: there is a place.</summary>
    None,

    /// <summary>That of the endpoint.</summary>
    SessionsFull,

    /// <summary>That of the peer's address.</summary>
    AddressSessionsFull,

    /// <summary>That of the user.</summary>
    UserSessionsFull,
}
