using System.Diagnostics.CodeAnalysis;
using Endpoints.Connections.Memory;
using Endpoints.Diagnostics;
using Endpoints.Generated;
using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;
using Microsoft.Extensions.Logging;

namespace Endpoints.Connections;

/// <summary>
/// The state of one session, between a door that moves bytes and a sink that runs handlers. Driven, not driving: it never waits
/// for a socket. The door's reader makes one call to <see cref="Receive"/> at a time; everything else may be called from any thread.
/// </summary>
/// <remarks>
/// Two halves with one rule each. Receiving (<c>.Receive</c>, <c>.Handlers</c>, <c>.Parallel</c>, <c>.Bodies</c>) is touched by the door's reader only, but for
/// <c>_handlerRunning</c>. Sending and closing (<c>.Send</c>, <c>.Close</c>) happen under <c>_gate</c>; no callback is made while it is held.
/// </remarks>
[SuppressMessage("Reliability", "CA1001", Justification = "TransportClosed ends the session and disposes what it owns.")]
internal sealed partial class WebSocketConnection : WebSocketSession, IMessageLender
{
    private readonly Lock _gate = new();
    private readonly IConnectionTransport _transport;
    private readonly ISessionSink _sink;
    private readonly ConnectionLimits _limits;
    private readonly SessionRegistry _registry;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    private readonly EndpointMetrics? _metrics;

    private string? _id;
    private Dictionary<object, object?>? _items;
    private CancellationTokenSource? _aborted;
    private TaskCompletionSource<CloseStatus>? _completion;

    public WebSocketConnection(
        WebSocketHandshake handshake,
        ISessionSink sink,
        ConnectionLimits limits,
        IConnectionTransport transport,
        SessionRegistry registry,
        TimeProvider time,
        ILogger logger,
        DeflateParameters? deflate = null,
        MemoryBudget? memory = null,
        EndpointMetrics? metrics = null)
    {
        Handshake = handshake;
        _sink = sink;
        _limits = limits;
        _transport = transport;
        _registry = registry;
        _time = time;
        _logger = logger;
        _metrics = metrics;
        _memory = new SessionMemory(memory ?? new MemoryBudget(null), limits.MaxBufferedBytes);
        _output = new OutputBuffer(transport.OutputPool);
        MessageInflater? inflater = null;
        if (deflate is { } agreed && limits.Compression is { } compression)
        {
            inflater = compression.CreateInflater(agreed, EndpointRole.Server, this);
            _deflater = compression.CreateDeflater(agreed, EndpointRole.Server, this);
        }

        _reader = new MessageReader(EndpointRole.Server, limits.Receive, inflater, this, CreateBodyReader(sink, limits, inflater));
        _lastReceived = _time.GetTimestamp();
        _parallel = limits.MaxConcurrency > 1 ? new ParallelHandlers(limits.MaxConcurrency, transport.ResumeReceive, Hold) : null;
    }

    public override string Id => _id ?? Interlocked.CompareExchange(ref _id, SessionId.Next(), null) ?? _id;

    public override WebSocketHandshake Handshake { get; }

    public override WebSocketSessionState State => _state;

    public override IDictionary<object, object?> Items
    {
        get
        {
            lock (_gate)
            {
                return _items ??= [];
            }
        }
    }

    public override CancellationToken Aborted
    {
        get
        {
            lock (_gate)
            {
                if (_aborted is null && _transportClosed)
                {
                    return new CancellationToken(canceled: true);
                }

                return (_aborted ??= new CancellationTokenSource()).Token;
            }
        }
    }

    public override Task<CloseStatus> Completion
    {
        get
        {
            lock (_gate)
            {
                _completion ??= new TaskCompletionSource<CloseStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
                if (_rundownComplete)
                {
                    _completion.TrySetResult(_status);
                }

                return _completion.Task;
            }
        }
    }

    /// <summary>How long either side may take to close.</summary>
    internal TimeSpan CloseTimeout => _limits.CloseTimeout;

    /// <summary>The clock of all deadlines.</summary>
    internal TimeProvider Time => _time;

    internal WebSocketConnection? NextInRegistry { get; set; }

    internal WebSocketConnection? PreviousInRegistry { get; set; }

    /// <summary>The handshake was answered: registers the session, starts its deadlines and runs the open handler.</summary>
    public void Start()
    {
        var mayStay = _registry.TryAdd(this);
        _metrics?.SessionOpened();
        Log.SessionOpened(_logger, Id, LogText.Escape(Handshake.Path), SubProtocol);
        StartDeadlines();
        BeginBatch();
        RunHandler(_sink.HasStreams ? OpenWithStreamsAsync() : _sink.OpenedAsync(this));
        EndBatch();
        if (!mayStay)
        {
            BeginClose(Drain.ShuttingDown);
        }
    }
}
