using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace Endpoints.AspNetCore;

/// <summary>
/// Leaves endpoints with <see cref="OnlyUpgradesAttribute"/> out where a request does not ask for a WebSocket, and puts them before their equals
/// where it does. Routing asks it only where such an endpoint is among the candidates for a path.
/// </summary>
internal sealed class OnlyUpgradesPolicy : MatcherPolicy, IEndpointComparerPolicy, IEndpointSelectorPolicy
{
    /// <summary>Before ASP.NET Core's own, such as that of HTTP methods: it has the first word about which of two endpoints is the closer match.</summary>
    public override int Order => -2000;

    public IComparer<Endpoint> Comparer => EndpointMetadataComparer<OnlyUpgradesAttribute>.Default;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        ContainsDynamicEndpoints(endpoints) || endpoints.Any(TakesOnlyUpgrades);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        if (!AsksForWebSocket(httpContext))
        {
            for (var i = 0; i < candidates.Count; i++)
            {
                if (candidates.IsValidCandidate(i) && TakesOnlyUpgrades(candidates[i].Endpoint))
                {
                    candidates.SetValidity(i, false);
                }
            }
        }

        return Task.CompletedTask;
    }

    private static bool TakesOnlyUpgrades(Endpoint endpoint) => endpoint.Metadata.GetMetadata<OnlyUpgradesAttribute>() is not null;

    // What is wrong with a handshake otherwise is for the endpoint to say.
    private static bool AsksForWebSocket(HttpContext context) =>
        context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: "websocket" }
        || context.Request.Headers.GetCommaSeparatedValues("Upgrade").Contains("websocket", StringComparer.OrdinalIgnoreCase);
}
