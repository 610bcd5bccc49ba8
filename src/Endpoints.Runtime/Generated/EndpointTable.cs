using System.ComponentModel;
using Endpoints.Routing;

namespace Endpoints.Generated;

/// <summary>All endpoints of an assembly and of the libraries that it refers to. The emitted subclass is stateless.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EndpointTable
{
    /// <summary>The endpoints, in the order of the emitted matcher's indexes.</summary>
    public abstract IReadOnlyList<EndpointDescriptor> Endpoints { get; }

    /// <summary>Finds the endpoint of a path. Allocates nothing.</summary>
    /// <param name="path">The path, percent-decoded, without query.</param>
    /// <param name="match">The endpoint and its route values.</param>
    public abstract bool TryMatch(ReadOnlySpan<byte> path, out RouteMatch match);
}
