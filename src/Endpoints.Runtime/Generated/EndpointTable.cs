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

    /// <summary>Finds the endpoint of a path among those that a host serves. Allocates nothing.</summary>
    /// <param name="path">The path, percent-decoded, without query.</param>
    /// <param name="selection">The endpoints that may be found; a table without conditional endpoints serves all.</param>
    /// <param name="match">The endpoint and its route values.</param>
    public virtual bool TryMatch(ReadOnlySpan<byte> path, EndpointSelection selection, out RouteMatch match) => TryMatch(path, out match);

    /// <summary>Evaluates the conditions of all endpoints. Exceptions of conditions pass through.</summary>
    /// <param name="services">The application's services.</param>
    public EndpointSelection Select(IServiceProvider services) =>
        EndpointSelection.Of([.. Endpoints.Select(endpoint => endpoint.IsEnabled(services))]);
}
