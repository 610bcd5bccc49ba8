using Endpoints.Dispatch;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.AspNetCore;

/// <summary>
/// The origins that CORS policies of ASP.NET Core admit at an endpoint: the policy of its metadata, as the CORS middleware would choose it, and
/// those that rules of the options name. One that says yes is enough; with <c>[DisableCors]</c> none is asked.
/// </summary>
internal static class CorsOrigins
{
    /// <summary>Asks the policies about the origin of a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="route">The endpoint.</param>
    /// <returns>Whether one of them admits it, and which were asked, for the log; <see langword="null"/> for none.</returns>
    public static async ValueTask<(bool IsAdmitted, string? Asked)> AskAsync(HttpContext context, EndpointRoute route)
    {
        var metadata = context.GetEndpoint()?.Metadata.GetMetadata<ICorsMetadata>();
        if (metadata is IDisableCorsAttribute)
        {
            return (false, "[DisableCors]");
        }

        // Several lines contradict each other: they name nobody (RFC 6454 section 7.3).
        var origin = context.Request.Headers.Origin is [{ } single] ? single : "";
        var asked = new List<string>();
        if (metadata is ICorsPolicyMetadata { Policy: var given })
        {
            asked.Add("the CORS policy of the endpoint");
            if (Admits(given, origin))
            {
                return (true, null);
            }
        }

        var provider = context.RequestServices.GetService<ICorsPolicyProvider>();
        foreach (var name in NamesOf(metadata, route))
        {
            var policy = provider is null ? null : await provider.GetPolicyAsync(context, name).ConfigureAwait(false);
            asked.Add($"the CORS policy {name ?? "by default"}{(policy is null ? ", which does not exist" : "")}");
            if (policy is not null && Admits(policy, origin))
            {
                return (true, null);
            }
        }

        return (false, asked.Count == 0 ? null : string.Join("; ", asked));
    }

    private static IEnumerable<string?> NamesOf(ICorsMetadata? metadata, EndpointRoute route) =>
        metadata is IEnableCorsAttribute { PolicyName: var name } ? route.CorsPolicies.Prepend(name) : route.CorsPolicies;

    private static bool Admits(CorsPolicy policy, string origin) =>
        policy.AllowAnyOrigin || (origin.Length > 0 && policy.IsOriginAllowed(origin));
}
