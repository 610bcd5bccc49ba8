using System.Diagnostics.CodeAnalysis;
using Endpoints;
using Endpoints.Dispatch;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registration of what runs around opening handshakes.</summary>
public static class WebSocketHandshakeServiceCollectionExtensions
{
    /// <summary>
    /// Puts an interceptor around the handshakes of all endpoints, at every door, behind those that were added before. For one endpoint there is
    /// <see cref="HandshakeInterceptorAttribute{TInterceptor}"/>.
    /// </summary>
    /// <typeparam name="TInterceptor">
    /// The interceptor: a singleton, unless the services have it already. It is created when the first handshake needs it.
    /// </typeparam>
    /// <param name="services">The application's services.</param>
    public static IServiceCollection AddWebSocketHandshakeInterceptor<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TInterceptor>(this IServiceCollection services)
        where TInterceptor : class, IWebSocketHandshakeInterceptor
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<TInterceptor>();
        return services.AddSingleton(new HandshakeInterceptorRegistration(static provider => provider.GetRequiredService<TInterceptor>()));
    }
}
