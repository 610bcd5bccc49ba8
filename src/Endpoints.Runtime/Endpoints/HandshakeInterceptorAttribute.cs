using Endpoints.Generated;

namespace Endpoints;

/// <summary>What <see cref="HandshakeInterceptorAttribute{TInterceptor}"/> is whatever the interceptor.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public abstract class HandshakeInterceptorAttribute : Attribute
{
    private protected HandshakeInterceptorAttribute()
    {
    }

    /// <summary>The interceptor, created on first use.</summary>
    /// <param name="singletons">The instances of the host.</param>
    internal abstract IWebSocketHandshakeInterceptor GetInterceptor(EndpointSingletons singletons);
}
