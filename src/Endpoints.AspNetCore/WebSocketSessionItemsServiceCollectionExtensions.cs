using System.Security.Claims;
using Endpoints;
using Endpoints.AspNetCore.Interceptors;
using Endpoints.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// What sessions take over from the request that opens them, into <see cref="WebSocketSession.Items"/>. Each is an
/// <see cref="IWebSocketHandshakeInterceptor"/> of all endpoints, in the order of the calls.
/// </summary>
public static class WebSocketSessionItemsServiceCollectionExtensions
{
    /// <summary>
    /// Copies values that middleware has left in <see cref="HttpContext.Items"/>, under the same keys. The Kestrel connection door leaves all
    /// endpoints to the pipeline then, which fills them.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="predicate">Says which keys. Called from any thread.</param>
    public static IServiceCollection CopyHttpContextItemsToWebSocketSessions(this IServiceCollection services, Func<object, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Add(services, new CopyHttpContextItems(predicate), needsHttpContext: true);
    }

    /// <summary>
    /// Copies values of <see cref="ISession"/>, where <c>app.UseSession()</c> comes before the endpoints: arrays of bytes, under their
    /// keys. The Kestrel connection door leaves all endpoints to the pipeline then.
    /// </summary>
    /// <inheritdoc cref="CopyHttpContextItemsToWebSocketSessions"/>
    public static IServiceCollection CopyHttpSessionToWebSocketSessions(this IServiceCollection services, Func<string, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Add(services, new CopyHttpSession(predicate), needsHttpContext: true);
    }

    /// <summary>
    /// Copies claims of the user, as it is when this is called on: the value of the first of each type, under <see cref="Claim.Type"/>. A value that
    /// is there already stays.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="predicate">Says which claims. Called from any thread.</param>
    public static IServiceCollection CopyClaimsToWebSocketSessions(this IServiceCollection services, Func<Claim, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Add(services, new CopyClaims(predicate), needsHttpContext: false);
    }

    private static IServiceCollection Add(IServiceCollection services, IWebSocketHandshakeInterceptor interceptor, bool needsHttpContext)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.AddSingleton(new HandshakeInterceptorRegistration(_ => interceptor, needsHttpContext));
    }
}
