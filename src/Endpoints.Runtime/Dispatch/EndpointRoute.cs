using Endpoints.Connections;
using Endpoints.Generated;

namespace Endpoints.Dispatch;

/// <summary>An endpoint as a host serves it: what the build knows of it, and the limits of its sessions.</summary>
internal sealed record EndpointRoute(EndpointDescriptor Descriptor, ConnectionLimits Limits);
