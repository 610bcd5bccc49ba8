using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using Endpoints.Dispatch;
using Endpoints.Transport.Linux.Diagnostics;
using Endpoints.Transport.Linux.Loop;
using Endpoints.Transport.Linux.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Endpoints.Transport.Linux;

/// <summary>
/// The event-loop door of an application, as a singleton of its services: where it listens and by what. It starts and stops with the
/// application. Safe to use from any thread.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The hosted service stops it, which frees what it owns.")]
public sealed class WebSocketListener
{
    private readonly WebSocketListenerOptions _options;
    private readonly EndpointServer _server;
    private readonly IServiceScopeFactory _services;
    private readonly ILogger _logger;
    private readonly HeadProcessor _heads;
    private readonly List<EndPointListener> _listeners = [];
    private LoopGroup? _group;

    internal WebSocketListener(
        IOptions<WebSocketListenerOptions> options, EndpointServer server, IServiceScopeFactory services, ILoggerFactory loggers)
    {
        (_options, _server, _services) = (options.Value, server, services);
        _logger = loggers.CreateLogger("Endpoints.Listener");
        _heads = new HeadProcessor(
            server,
            loggers.CreateLogger("Endpoints.Handshake"),
            _options.HealthPath is { } path ? Encoding.UTF8.GetBytes(path) : null,
            knowsUsers: false);
    }

    /// <summary>Where it listens, with the ports that the kernel chose; empty before the start.</summary>
    public IReadOnlyList<EndPoint> EndPoints { get; private set; } = [];

    /// <summary><c>io_uring</c> or <c>epoll</c>; empty before the start.</summary>
    public string Engine { get; private set; } = "";

    internal IReadOnlyList<EventLoop> Loops => _group?.Loops ?? [];

    internal async Task StartAsync()
    {
        NameLeftOut();
        NameUnknownPolicies();
        PinnedPool.IsGuarded |= _options.GuardsMemory;
        var engine = EngineChoice.Make(_options.Engine, new EngineSettings
        {
            ReceiveBufferSize = _options.ReceiveBufferSize,
            MinReceiveBuffers = _options.MinReceiveBuffers,
            MaxReceiveBuffers = _options.MaxReceiveBuffers,
            IsGuarded = _options.GuardsMemory,
        });
        Engine = engine.Name;
        try
        {
            _group = await LoopGroup.StartAsync(engine, _options.LoopCount, _options.PinLoops, _server.Time, _logger).ConfigureAwait(false);
            foreach (var endPoint in _options.EndPoints)
            {
                _listeners.Add(EndPointListener.Open(endPoint, _options.Backlog, Loops, OpenGate, _logger));
            }
        }
        catch
        {
            await StopAsync().ConfigureAwait(false);
            throw;
        }

        EndPoints = [.. _listeners.Select(listener => listener.EndPoint)];
        foreach (var listener in _listeners)
        {
            listener.Start();
        }

        LinuxLog.Listening(_logger, string.Join(", ", EndPoints), Loops.Count, engine.Name, engine.Why);
    }

    /// <summary>Says that the host stops; completes when it refuses new sessions.</summary>
    internal Task RefuseAsync() => _server.RefuseAsync();

    internal Task StopAcceptingAsync() => Task.WhenAll(_listeners.Select(listener => listener.StopAsync()));

    /// <summary>Closes all sessions of the host with 1001.</summary>
    internal Task DrainAsync() => _server.DrainAsync();

    internal async Task StopAsync()
    {
        await StopAcceptingAsync().ConfigureAwait(false);
        if (_group is { } group)
        {
            await group.StopAsync().ConfigureAwait(false);
        }
    }

    private Action<int> OpenGate(EventLoop loop, EndPoint endPoint)
    {
        var host = new LoopHost(loop, _server, _heads, _services, endPoint, _logger);
        return new ConnectionGate(host, ConnectionLimit, endPoint, _logger).Accept;
    }

    // Not served rather than served to anybody.
    private void NameLeftOut()
    {
        foreach (var endpoint in _server.Routes.Keys.Where(endpoint => endpoint.DemandsUser))
        {
            LinuxLog.LeftOut(_logger, endpoint.EndpointType, endpoint.Pattern);
        }
    }

    private void NameUnknownPolicies()
    {
        foreach (var route in _server.Routes.Values)
        {
            if (CorsMetadata.Find(route.Descriptor.Metadata) is { } attribute)
            {
                LinuxLog.AttributeNotAsked(_logger, route.Descriptor.EndpointType, route.Descriptor.Pattern, $"[{attribute}]");
            }

            foreach (var policy in route.CorsPolicies)
            {
                LinuxLog.PolicyNotAsked(_logger, policy, route.Descriptor.Pattern);
            }
        }
    }

    private int ConnectionLimit => _options.MaxConnections is { } limit ? (limit + _options.LoopCount - 1) / _options.LoopCount : int.MaxValue;
}
