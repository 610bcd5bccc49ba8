using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints;

/// <summary>
/// Puts an interceptor around the handshakes of an endpoint, inside of those that the application adds for all. Several are called in the order
/// in which they are declared, those of the class before those of its bases.
/// </summary>
/// <remarks>
/// The interceptor is created when the first handshake needs it, its constructor filled from the application's services, and disposed with
/// the host. Endpoints that name the same class share the instance.
/// </remarks>
/// <typeparam name="TInterceptor">The interceptor.</typeparam>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class HandshakeInterceptorAttribute<
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TInterceptor> : HandshakeInterceptorAttribute
    where TInterceptor : class, IWebSocketHandshakeInterceptor
{
    /// <inheritdoc/>
    internal override Type InterceptorType => typeof(TInterceptor);

    /// <inheritdoc/>
    internal override object Create(IServiceProvider services) => ActivatorUtilities.CreateInstance<TInterceptor>(services);
}
