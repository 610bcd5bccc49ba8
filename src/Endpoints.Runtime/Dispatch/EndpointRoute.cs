using Endpoints.Connections;
using Endpoints.Generated;
using Endpoints.Handshake;
using Microsoft.Extensions.Logging;

namespace Endpoints.Dispatch;

/// <summary>An endpoint as a host serves it.</summary>
/// <param name="Descriptor">What the build knows of it.</param>
/// <param name="Sessions">What its sessions share.</param>
/// <param name="Services">The services of the application, not of a session.</param>
internal sealed record EndpointRoute(EndpointDescriptor Descriptor, EndpointSessions Sessions, IServiceProvider Services)
{
    private EndpointInvoker? _shared;

    /// <summary>What runs around its handshakes; <see langword="null"/> for nothing.</summary>
    public HandshakeInterceptors? Interceptors { get; init; }

    /// <summary>The limits of its sessions.</summary>
    public ConnectionLimits Limits => Sessions.Limits;

    /// <summary>Decides about a request head: the emitted code does, and what this host adds to it. From any thread.</summary>
    /// <param name="head">The request head.</param>
    public HandshakeVerdict Validate(in HandshakeHead head) => Descriptor.Validate(in head);

    /// <summary>What runs the handlers of a session: one for all of them where their dispatchers are the same. From any thread.</summary>
    /// <param name="dispatcher">The session's own.</param>
    /// <param name="logger">For what handlers throw.</param>
    public EndpointInvoker InvokerOf(EndpointDispatcher dispatcher, ILogger logger)
    {
        if (!dispatcher.IsSameForAll)
        {
            return new EndpointInvoker(dispatcher, logger);
        }

        return Volatile.Read(ref _shared)
            ?? Interlocked.CompareExchange(ref _shared, new EndpointInvoker(dispatcher, logger), null)
            ?? _shared;
    }
}
