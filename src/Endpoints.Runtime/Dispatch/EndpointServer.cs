using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Endpoints.Backplanes;
using Endpoints.Connections;
using Endpoints.Connections.Limiting;
using Endpoints.Connections.Memory;
using Endpoints.Diagnostics;
using Endpoints.Generated;
using Endpoints.Options;
using Endpoints.Protocol.Deflate;
using Endpoints.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Endpoints.Dispatch;

/// <summary>What all doors of a host share: the endpoints, the open sessions, their budget and their drain. Safe to use from any thread.</summary>
internal sealed class EndpointServer : IDisposable
{
    private readonly ILogger _logger;
    private readonly Lock _applying = new();
    private readonly List<EndpointRoute> _created = [];
    private readonly IServiceProvider _services;
    private readonly MessageTraceContexts _traceContexts;
    private readonly ServedTables _tables;
    private readonly HostSessions _sessions = new();
    private readonly Drain _drain;
    private volatile WebSocketEndpointOptions _options;

    public EndpointServer(
        IEnumerable<EndpointTable> tables,
        IOptions<WebSocketEndpointOptions> options,
        TimeProvider time,
        ILoggerFactory loggers,
        IServiceProvider services,
        IMeterFactory? meters = null,
        ISessionAuthorizer? authorizer = null,
        BackplaneNode? backplane = null)
    {
        _options = options.Value;
        _services = services;
        _traceContexts = new MessageTraceContexts(services);
        Memory = new MemoryBudget(_options.MaxBufferedBytes);
        Metrics = new EndpointMetrics(meters, () => Memory.Used);
        _logger = loggers.CreateLogger("Endpoints.Sessions");
        LeakedMessages.ReportTo(_logger);
        Time = time;
        Limits = new HandshakeLimits(time, _logger);
        Limits.Apply(_options);
        _drain = new Drain(_sessions, time, _logger);
        _tables = new ServedTables(tables, services);
        Routes = _tables.Endpoints.Select(endpoint => Demand(endpoint, authorizer)).ToDictionary(endpoint => endpoint, CreateRoute);
        Backplane = backplane;
        foreach (var route in backplane is null ? [] : Routes.Values)
        {
            // Of several routes of one class the first counts, as for IWebSocketSessions<T>.
            backplane!.Add(KeyOf(route.Descriptor.EndpointType), route.Sessions);
        }
    }

    public TimeProvider Time { get; }

    /// <summary>The endpoints that this host serves: those whose conditions held when it started.</summary>
    public IReadOnlyDictionary<EndpointDescriptor, EndpointRoute> Routes { get; }

    /// <summary>This process among others; <see langword="null"/> where it is by itself.</summary>
    public BackplaneNode? Backplane { get; }

    /// <summary>All endpoints that are served now: those of <see cref="Routes"/>, and those that one door has mapped by itself.</summary>
    public EndpointRoute[] Served
    {
        get
        {
            lock (_applying)
            {
                return [.. _created];
            }
        }
    }

    /// <summary>What all sessions may hold together.</summary>
    public MemoryBudget Memory { get; }

    public EndpointMetrics Metrics { get; }

    /// <summary>What bounds handshakes and sessions by number.</summary>
    public HandshakeLimits Limits { get; }

    /// <summary>How long reading a request head, or completing a handshake, may take.</summary>
    public TimeSpan HandshakeTimeout => _options.HandshakeTimeout;

    public int SessionCount => _sessions.Count;

    /// <summary>Whether the host is stopping, and is to get no new sessions.</summary>
    public bool IsStopping => _drain.IsStopping;

    /// <summary>Whether the host is stopping, and refuses new sessions.</summary>
    public bool IsDraining => _drain.IsDraining;

    /// <summary>What an endpoint is called in all processes.</summary>
    public static string KeyOf(Type endpointType) => endpointType.FullName ?? endpointType.Name;

    /// <summary>Whether a table has an endpoint, be it served or not.</summary>
    public bool Knows(Type endpointType) => _tables.Knows(endpointType);

    /// <summary>Finds the endpoint of a path by the matchers of all tables. Allocates nothing.</summary>
    /// <param name="path">The path, percent-decoded, without query.</param>
    /// <param name="route">The endpoint.</param>
    /// <param name="match">Its route values.</param>
    public bool TryMatch(ReadOnlySpan<byte> path, [NotNullWhen(true)] out EndpointRoute? route, out RouteMatch match)
    {
        route = _tables.TryMatch(path, out var endpoint, out match) ? Routes[endpoint] : null;
        return route is not null;
    }

    /// <summary>Serves an endpoint that one door has mapped by itself: it is in no table, and the other doors do not find it.</summary>
    /// <param name="endpoint">The endpoint.</param>
    public EndpointRoute Add(EndpointDescriptor endpoint) => CreateRoute(endpoint);

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
    /// <param name="time">The clock of a door that has its own; see <see cref="EndpointSessions.Time"/>.</param>
    /// <param name="place">Its place, which it gives back at its end; <see langword="null"/> where it needs none.</param>
    /// <param name="trace">The span of the handshake; <see langword="null"/> for none.</param>
    public WebSocketConnection Open(
        EndpointRoute route,
        WebSocketHandshake handshake,
        EndpointDispatcher dispatcher,
        DeflateParameters? deflate,
        IConnectionTransport transport,
        TimeProvider? time = null,
        SessionPlace? place = null,
        HandshakeTrace? trace = null)
    {
        var sessions = time is null ? route.Sessions : route.Sessions.At(time);
        var session = new WebSocketConnection(handshake, route.InvokerOf(dispatcher, _logger), sessions, transport, deflate);
        if (place is not null)
        {
            session.Occupy(place);
        }

        if (EndpointTracing.IsOn)
        {
            Trace(session, route, trace);
        }

        return session;
    }

    /// <summary>The session of a head that was accepted, as soon as the response is on its way; the door starts it.</summary>
    /// <param name="accepted">The outcome.</param>
    /// <param name="transport">The transport.</param>
    /// <param name="time">The clock of a door that has its own; see <see cref="EndpointSessions.Time"/>.</param>
    public WebSocketConnection Open(in HeadOutcome accepted, IConnectionTransport transport, TimeProvider? time = null)
    {
        var session = Open(
            accepted.Route!, accepted.Handshake!, accepted.Dispatcher!, accepted.Deflate, transport, time, accepted.Place, accepted.Trace);
        accepted.Interception?.Opened(session);
        return session;
    }

    /// <summary>A head was accepted, and the peer did not take the response: it has no session, and its endpoint is disposed.</summary>
    /// <param name="accepted">The outcome.</param>
    /// <param name="reason">For the metrics.</param>
    /// <param name="failure">What went wrong.</param>
    public ValueTask AbandonAsync(in HeadOutcome accepted, string reason, Exception failure)
    {
        Metrics.HandshakeAbandoned(accepted.Route!.Descriptor.Pattern, reason);
        accepted.Interception?.Complete(null, failure);
        accepted.Place?.Dispose();
        return accepted.Dispatcher!.DisposeAsync();
    }

    /// <summary>Says that the host stops, and after <see cref="WebSocketEndpointOptions.ShutdownDelay"/> refuses new sessions and closes all with 1001.</summary>
    public Task DrainAsync() => _drain.RunAsync(
        new DrainPlan(_options.ShutdownTimeout, _options.ShutdownBatchSize, _options.ShutdownBatchInterval, _options.ReconnectSpread)
        {
            Delay = _options.ShutdownDelay,
        });

    /// <summary>The first part of <see cref="DrainAsync"/>: completes when new sessions are refused, until which doors listen.</summary>
    public Task RefuseAsync()
    {
        _ = DrainAsync();
        return _drain.Refusing;
    }

    public void Dispose() => Metrics.Dispose();

    /// <summary>
    /// Makes new sessions follow other options, which were validated; those that are open keep theirs, and so does what all sessions may
    /// hold together. May be called at any time; sessions are opened meanwhile.
    /// </summary>
    /// <param name="options">The options.</param>
    /// <returns>How many endpoints have other settings now.</returns>
    public int Apply(WebSocketEndpointOptions options)
    {
        lock (_applying)
        {
            _options = options;
            Limits.Apply(options);
            var changed = 0;
            foreach (var route in _created)
            {
                var rules = RuleStack.Of(options, route.Descriptor);
                var limits = ConnectionLimits.Resolve(options, route.Descriptor.Settings, rules);
                changed += route.Apply(limits, AddedOrigins.Of(options, rules)) ? 1 : 0;
            }

            return changed;
        }
    }

    private EndpointRoute CreateRoute(EndpointDescriptor endpoint)
    {
        lock (_applying)
        {
            var rules = RuleStack.Of(_options, endpoint);
            var limits = ConnectionLimits.Resolve(_options, endpoint.Settings, rules);
            var registry = _sessions.Add();
            var counts = Metrics.Of(endpoint.Pattern);
            counts.ObserveQueues(() => registry.QueuedBytes);
            var sessions = new EndpointSessions(limits, registry, CoarseClock.For(Time), _logger, Memory, counts);
            var route = new EndpointRoute(endpoint, sessions, _services, AddedOrigins.Of(_options, rules))
            {
                Interceptors = HandshakeInterceptors.Of(endpoint, _services, _logger),
            };
            _created.Add(route);
            return route;
        }
    }

    private void Trace(WebSocketConnection session, EndpointRoute route, HandshakeTrace? handshake)
    {
        var tracesMessages = route.Limits.TraceMessages;
        var carrier = tracesMessages ? _traceContexts.Find(session.SubProtocol) : null;
        if (SessionTrace.Start(handshake, route.Descriptor.Pattern, session.SubProtocol, tracesMessages, carrier) is { } trace)
        {
            session.BeginTrace(trace);
        }
    }

    // Said when the application starts, and not when the first message comes.
    private static EndpointDescriptor Demand(EndpointDescriptor endpoint, ISessionAuthorizer? authorizer) =>
        endpoint.Policies.Count == 0 || authorizer is not null
            ? endpoint
            : throw new InvalidOperationException(
                $"The handler {endpoint.Policies[0].Handler} has [Authorize], and nothing here can check it. Register an ISessionAuthorizer "
                + "as a singleton, or use AddWebSocketEndpoints() of ASP.NET Core, which registers one.");
}
