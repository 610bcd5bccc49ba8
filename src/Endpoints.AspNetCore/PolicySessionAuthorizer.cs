using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.AspNetCore;

/// <summary>
/// Asks the application's authorization policies, with the session as the resource. A handler's policy is combined once; it is evaluated
/// for every message, for what a user may do can change during a session that lasts for hours. Safe to use from any thread.
/// </summary>
internal sealed class PolicySessionAuthorizer(IAuthorizationPolicyProvider policies) : ISessionAuthorizer
{
    private readonly ConcurrentDictionary<HandlerPolicy, AuthorizationPolicy> _combined = new();

    public ValueTask<bool> AuthorizeAsync(WebSocketSession session, HandlerPolicy policy) =>
        _combined.TryGetValue(policy, out var combined) ? EvaluateAsync(session, combined) : CombineAsync(session, policy);

    private static async ValueTask<bool> EvaluateAsync(WebSocketSession session, AuthorizationPolicy policy)
    {
        // From the session's services: authorization handlers may be scoped.
        var service = session.Handshake.Services.GetRequiredService<IAuthorizationService>();
        return (await service.AuthorizeAsync(session.Handshake.User, session, policy)).Succeeded;
    }

    private async ValueTask<bool> CombineAsync(WebSocketSession session, HandlerPolicy policy)
    {
        var requirements = policy.Attributes.OfType<IAuthorizationRequirementData>().SelectMany(data => data.GetRequirements()).ToArray();
        AuthorizationPolicy[] own = requirements.Length == 0 ? [] : [new AuthorizationPolicyBuilder().AddRequirements(requirements).Build()];
        var combined = await AuthorizationPolicy.CombineAsync(policies, policy.Attributes.OfType<IAuthorizeData>(), own)
            ?? throw new InvalidOperationException($"The attributes of {policy.Handler} demand nothing.");
        if (policies.AllowsCachingPolicies)
        {
            _combined.TryAdd(policy, combined);
        }

        return await EvaluateAsync(session, combined);
    }
}
