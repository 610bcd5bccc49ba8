using Endpoints.Connections;
using Endpoints.Generated;

namespace Endpoints.Dispatch;

/// <summary>An endpoint as a host serves it.</summary>
/// <param name="Descriptor">What the build knows of it.</param>
/// <param name="Sessions">What its sessions share.</param>
/// <param name="Services">The services of the application, not of a session.</param>
internal sealed record EndpointRoute(EndpointDescriptor Descriptor, EndpointSessions Sessions, IServiceProvider Services)
{
    /// <summary>The limits of its sessions.</summary>
    public ConnectionLimits Limits => Sessions.Limits;
}
