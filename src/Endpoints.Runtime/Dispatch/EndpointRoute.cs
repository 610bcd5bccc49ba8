using System.Collections.Concurrent;
using Endpoints.Connections;
using Endpoints.Generated;

namespace Endpoints.Dispatch;

/// <summary>An endpoint as a host serves it: what the build knows of it, and what its sessions share.</summary>
internal sealed record EndpointRoute(EndpointDescriptor Descriptor, SessionHost Host)
{
    private readonly ConcurrentDictionary<TimeProvider, SessionHost> _byClock = new();

    /// <summary>The limits of its sessions.</summary>
    public ConnectionLimits Limits => Host.Limits;

    /// <summary>What sessions share whose transport has a clock of its own. Safe to use from any thread.</summary>
    /// <param name="clock">That clock; <see langword="null"/> for the host's.</param>
    public SessionHost HostBy(TimeProvider? clock) =>
        clock is null ? Host : _byClock.GetOrAdd(clock, static (clock, host) => host with { Time = clock }, Host);
}
