namespace Endpoints;

/// <summary>What <see cref="HandshakeInterceptorAttribute{TInterceptor}"/> is whatever the interceptor.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public abstract class HandshakeInterceptorAttribute : Attribute
{
    private protected HandshakeInterceptorAttribute()
    {
    }

    /// <summary>The interceptor's class, of which a host has one instance.</summary>
    internal abstract Type InterceptorType { get; }

    /// <summary>Creates that instance.</summary>
    /// <param name="services">The application's services.</param>
    internal abstract object Create(IServiceProvider services);
}
