namespace Endpoints;

/// <summary>Whose order decides between several common sub-protocols (RFC 6455 section 4.2.2, item 5).</summary>
public enum ProtocolPreference
{
    /// <summary>The first of the client's list that the endpoint offers.</summary>
    Client,

    /// <summary>The first of the endpoint's list that the client offers.</summary>
    Server,
}
