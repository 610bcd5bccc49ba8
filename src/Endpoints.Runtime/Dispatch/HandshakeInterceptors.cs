using Endpoints.Generated;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Endpoints.Dispatch;

/// <summary>The interceptors of one endpoint in one host, made when the first handshake needs them. Safe to use from any thread.</summary>
internal sealed class HandshakeInterceptors
{
    private readonly Lock _gate = new();
    private readonly HandshakeInterceptorRegistration[] _ofAll;
    private readonly HandshakeInterceptorAttribute[] _ofEndpoint;
    private readonly IServiceProvider _services;
    private volatile IWebSocketHandshakeInterceptor[]? _instances;

    private HandshakeInterceptors(
        HandshakeInterceptorRegistration[] ofAll, HandshakeInterceptorAttribute[] ofEndpoint, IServiceProvider services, ILogger logger)
    {
        (_ofAll, _ofEndpoint) = (ofAll, ofEndpoint);
        (_services, Logger) = (services, logger);
    }

    /// <summary>For what they throw.</summary>
    public ILogger Logger { get; }

    /// <summary>The interceptors of an endpoint; <see langword="null"/> for none, so that its handshakes need not know of them.</summary>
    /// <param name="descriptor">The endpoint.</param>
    /// <param name="services">The application's services.</param>
    /// <param name="logger">For what they throw.</param>
    public static HandshakeInterceptors? Of(EndpointDescriptor descriptor, IServiceProvider services, ILogger logger)
    {
        HandshakeInterceptorRegistration[] ofAll = [.. services.GetService<IEnumerable<HandshakeInterceptorRegistration>>() ?? []];
        HandshakeInterceptorAttribute[] ofEndpoint = [.. descriptor.Metadata.OfType<HandshakeInterceptorAttribute>()];
        return ofAll.Length + ofEndpoint.Length == 0 ? null : new HandshakeInterceptors(ofAll, ofEndpoint, services, logger);
    }

    /// <summary>All of them, in the order in which they are called. Exceptions of their constructors pass through; the next call tries again.</summary>
    public IWebSocketHandshakeInterceptor[] GetAll()
    {
        if (_instances is { } made)
        {
            return made;
        }

        lock (_gate)
        {
            return _instances ??=
            [
                .. _ofAll.Select(added => added.Resolve(_services)),
                .. _ofEndpoint.Select(GetOrCreate),
            ];
        }
    }

    private IWebSocketHandshakeInterceptor GetOrCreate(HandshakeInterceptorAttribute attribute) =>
        (IWebSocketHandshakeInterceptor)_services.GetRequiredService<EndpointSingletons>().GetOrCreate(attribute.InterceptorType, attribute.Create);
}
