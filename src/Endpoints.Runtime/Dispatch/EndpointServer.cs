using System.Diagnostics.Metrics;
using Endpoints.Connections;
using Endpoints.Connections.Memory;
using Endpoints.Diagnostics;
using Endpoints.Generated;
using Endpoints.Options;
using Endpoints.Protocol.Deflate;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Endpoints.Dispatch;

/// <summary>What all doors of a host share: the endpoints, the open sessions, their budget and their drain. Safe to use from any thread.</summary>
internal sealed class EndpointServer : IDisposable
{
    private readonly WebSocketEndpointOptions _options;
    private readonly ILogger _logger;
    private readonly SessionRegistry _registry = new();
    private readonly Drain _drain;

    public EndpointServer(
        IEnumerable<EndpointTable> tables,
        IOptions<WebSocketEndpointOptions> options,
        TimeProvider time,
        ILoggerFactory loggers,
        IMeterFactory? meters = null)
    {
        _options = options.Value;
        Memory = new MemoryBudget(_options.MaxBufferedBytes);
        Metrics = new EndpointMetrics(meters, () => Memory.Used);
        _logger = loggers.CreateLogger("Endpoints.Sessions");
        Time = time;
        _drain = new Drain(_registry, time, _logger);
        Tables = [.. tables.Distinct()];
        Routes = Tables
            .SelectMany(table => table.Endpoints)
            .Distinct()
            .ToDictionary(endpoint => endpoint, endpoint => new EndpointRoute(endpoint, ConnectionLimits.Resolve(_options, endpoint.Settings)));
    }

    public TimeProvider Time { get; }

    public IReadOnlyList<EndpointTable> Tables { get; }

    public IReadOnlyDictionary<EndpointDescriptor, EndpointRoute> Routes { get; }

    /// <summary>What all sessions may hold together.</summary>
    public MemoryBudget Memory { get; }

    public EndpointMetrics Metrics { get; }

    /// <summary>How long reading a request head, or completing a handshake, may take.</summary>
    public TimeSpan HandshakeTimeout => _options.HandshakeTimeout;

    public int SessionCount => _registry.Count;

    /// <summary>Why no session may begin now, whatever its handshake; <see langword="null"/> when one may.</summary>
    public HandshakeRefusal? CheckAdmission()
    {
        if (_drain.IsDraining)
        {
            return HandshakeRefusal.Draining;
        }

        if (!Memory.IsFull)
        {
            return null;
        }

        Metrics.MemoryRefused("host", TagName.Of(MemoryUse.Session));
        return HandshakeRefusal.MemoryFull;
    }

    /// <summary>Binds the request's values and creates the endpoint; an exception of its constructor is logged and returned.</summary>
    public Exception? TryActivate(EndpointRoute route, WebSocketHandshake handshake, out EndpointActivation activation)
    {
        try
        {
            activation = route.Descriptor.Activate(handshake);
            return null;
        }
        catch (Exception error)
        {
            Log.ActivationFailed(_logger, LogText.Escape(handshake.Path), error);
            activation = default;
            return error;
        }
    }

    /// <summary>A session on a transport whose handshake was answered; the door calls <see cref="WebSocketConnection.Start"/>.</summary>
    /// <param name="route">The endpoint.</param>
    /// <param name="handshake">The request.</param>
    /// <param name="dispatcher">What runs its handlers.</param>
    /// <param name="deflate">The permessage-deflate that the response agreed to; <see langword="null"/> for none.</param>
    /// <param name="transport">The transport.</param>
    public WebSocketConnection Open(
        EndpointRoute route,
        WebSocketHandshake handshake,
        EndpointDispatcher dispatcher,
        DeflateParameters? deflate,
        IConnectionTransport transport) =>
        new(handshake, new EndpointInvoker(dispatcher, _logger), route.Limits, transport, _registry, Time, _logger, deflate, Memory, Metrics);

    /// <summary>Closes all sessions with 1001 and refuses new ones.</summary>
    public Task DrainAsync() => _drain.RunAsync(_options.ShutdownTimeout);

    public void Dispose() => Metrics.Dispose();
}
