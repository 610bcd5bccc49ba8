using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Endpoints.Integration.Tests.Behavior;

/// <summary>
/// What the suite's policies mean, whatever the door: who asks with <c>?role=admin</c> is one of the admins. For ASP.NET Core it is a
/// policy; doors without policies get an authorizer of the application's.
/// </summary>
internal sealed class QueryAuthorizer : ISessionAuthorizer
{
    public static void AddTo(IServiceCollection services)
    {
        services.Configure<AuthorizationOptions>(options =>
        {
            options.DefaultPolicy = new AuthorizationPolicyBuilder().RequireAssertion(_ => true).Build();
            options.AddPolicy("admins", policy => policy.RequireAssertion(context => IsAdmin((WebSocketSession)context.Resource!)));
        });
        services.TryAddSingleton<ISessionAuthorizer, QueryAuthorizer>();
    }

    public ValueTask<bool> AuthorizeAsync(WebSocketSession session, HandlerPolicy policy) =>
        new(policy.Attributes.OfType<AuthorizeAttribute>().All(a => a.Policy != "admins" || IsAdmin(session)));

    private static bool IsAdmin(WebSocketSession session) => session.Handshake.GetQueryValue("role") == "admin";
}
