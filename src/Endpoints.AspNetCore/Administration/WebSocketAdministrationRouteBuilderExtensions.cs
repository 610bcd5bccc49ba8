using Endpoints;
using Endpoints.AspNetCore.Administration;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Mapping of the administrative interface of WebSocket endpoints.</summary>
public static class WebSocketAdministrationRouteBuilderExtensions
{
    /// <summary>
    /// Maps an HTTP interface for operators, to list endpoints and sessions of this process, whatever door they came by, to look at one, to close
    /// and to abort it. It answers only who meets a policy: there is no form without one.
    /// </summary>
    /// <param name="routes">The application.</param>
    /// <param name="prefix">The path that it is under, for example <c>/admin/websockets</c>.</param>
    /// <param name="policy">The name of a policy of the application's <c>AddAuthorization()</c>.</param>
    /// <returns>A builder whose conventions apply to all of its routes, for example <c>RequireHost()</c>. <c>AllowAnonymous()</c> is refused.</returns>
    /// <exception cref="ArgumentException">There is no name of a policy.</exception>
    /// <exception cref="InvalidOperationException">
    /// <c>AddWebSocketEndpoints()</c> or <c>AddAuthorization()</c> was not called, or there is no such policy.
    /// </exception>
    public static IEndpointConventionBuilder MapWebSocketAdministration(this IEndpointRouteBuilder routes, string prefix, string policy)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentException.ThrowIfNullOrWhiteSpace(policy);

        // Asked here, so that a name that is written wrongly stops the start and not the first request.
        var known = PoliciesOf(routes).GetPolicyAsync(policy).GetAwaiter().GetResult();
        if (known is null)
        {
            throw new InvalidOperationException(
                $"MapWebSocketAdministration() is to be behind the policy '{policy}', which AddAuthorization() does not know.");
        }

        return Map(routes, prefix).RequireAuthorization(policy);
    }

    /// <summary>The same, behind a policy that has no name.</summary>
    /// <param name="routes">The application.</param>
    /// <param name="prefix">The path that it is under, for example <c>/admin/websockets</c>.</param>
    /// <param name="policy">Whom it answers.</param>
    /// <returns>A builder whose conventions apply to all of its routes, for example <c>RequireHost()</c>. <c>AllowAnonymous()</c> is refused.</returns>
    /// <exception cref="InvalidOperationException"><c>AddWebSocketEndpoints()</c> or <c>AddAuthorization()</c> was not called.</exception>
    public static IEndpointConventionBuilder MapWebSocketAdministration(this IEndpointRouteBuilder routes, string prefix, AuthorizationPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(policy);
        PoliciesOf(routes);
        return Map(routes, prefix).RequireAuthorization(policy);
    }

    private static IAuthorizationPolicyProvider PoliciesOf(IEndpointRouteBuilder routes) =>
        routes.ServiceProvider.GetService<IAuthorizationPolicyProvider>()
            ?? throw new InvalidOperationException("Call builder.Services.AddAuthorization() before app.MapWebSocketAdministration().");

    private static RouteGroupBuilder Map(IEndpointRouteBuilder routes, string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (routes.ServiceProvider.GetService<IWebSocketAdministration>() is null)
        {
            throw new InvalidOperationException("Call builder.Services.AddWebSocketEndpoints() before app.MapWebSocketAdministration().");
        }

        var handler = ActivatorUtilities.CreateInstance<AdministrationHandler>(routes.ServiceProvider);
        var group = routes.MapGroup(prefix);
        Map(HttpMethods.Get, "/endpoints", handler.ListEndpointsAsync);
        Map(HttpMethods.Get, "/sessions", handler.ListSessionsAsync);
        Map(HttpMethods.Get, "/sessions/{id}", handler.FindSessionAsync);
        Map(HttpMethods.Post, "/sessions/{id}/close", handler.CloseAsync);
        Map(HttpMethods.Delete, "/sessions/{id}", handler.AbortAsync);
        ((IEndpointConventionBuilder)group).Finally(RefuseAnonymous);
        return group;

        void Map(string method, string pattern, RequestDelegate answer) =>
            group.MapMethods(pattern, [method], answer).WithDisplayName($"WebSocket administration {method} {pattern}");
    }

    // Of a convention on this group or on one around it, either of which would take the policy away.
    private static void RefuseAnonymous(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<IAllowAnonymous>().Any())
        {
            throw new InvalidOperationException($"{endpoint.DisplayName}: AllowAnonymous() would open it to everybody.");
        }
    }
}
