namespace Endpoints;

/// <summary>Whether the sessions of an endpoint may compress their messages (permessage-deflate, RFC 7692).</summary>
public enum EndpointCompression
{
    /// <summary>As the application has it; off unless it sets <see cref="Options.WebSocketEndpointOptions.Compression"/>.</summary>
    Application,

    /// <summary>Where the client offers it, with the application's options or, where there are none, the defaults.</summary>
    On,

    /// <summary>Never; right for endpoints that send secrets next to text that others choose (RFC 7692 section 8).</summary>
    Off,
}
