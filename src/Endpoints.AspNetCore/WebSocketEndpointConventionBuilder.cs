using Microsoft.AspNetCore.Builder;

namespace Endpoints.AspNetCore;

/// <summary>Applies a convention to all endpoints that were mapped together.</summary>
internal sealed class WebSocketEndpointConventionBuilder(IEndpointConventionBuilder[] endpoints) : IEndpointConventionBuilder
{
    public void Add(Action<EndpointBuilder> convention)
    {
        foreach (var endpoint in endpoints)
        {
            endpoint.Add(convention);
        }
    }

    public void Finally(Action<EndpointBuilder> finallyConvention)
    {
        foreach (var endpoint in endpoints)
        {
            endpoint.Finally(finallyConvention);
        }
    }
}
