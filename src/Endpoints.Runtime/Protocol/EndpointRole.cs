namespace Endpoints.Protocol;

/// <summary>
/// Which end of the connection this is: a server takes masked frames only, a client unmasked ones only (RFC 6455 section 5.1).
/// </summary>
internal enum EndpointRole
{
    Server,
    Client,
}
