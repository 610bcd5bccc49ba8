using Endpoints.Connections;
using Endpoints.Generated;

namespace Endpoints.Dispatch;

/// <summary>An endpoint as a host serves it: what the build knows of it, and what its sessions share.</summary>
internal sealed record EndpointRoute(EndpointDescriptor Descriptor, SessionHost Host)
{
    /// <summary>The limits of its sessions.</summary>
    public ConnectionLimits Limits => Host.Limits;
}
