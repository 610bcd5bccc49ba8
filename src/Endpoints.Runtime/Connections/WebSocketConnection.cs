using System.Diagnostics.CodeAnalysis;
using Endpoints.Connections.Compression;
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
    private readonly EndpointSessions _shared;
    private readonly IConnectionTransport _transport;
    private readonly ISessionSink _sink;
    private SessionGate _gate;
    private SessionExtras? _extras;
    private long _startedAt;

    /// <summary>A session on a transport whose handshake was answered.</summary>
    /// <param name="handshake">The request.</param>
    /// <param name="sink">Takes what is received.</param>
    /// <param name="shared">What it shares with others.</param>
    /// <param name="transport">The transport.</param>
    /// <param name="deflate">The permessage-deflate that was agreed on; <see langword="null"/> for none.</param>
    public WebSocketConnection(
        WebSocketHandshake handshake, ISessionSink sink, EndpointSessions shared, IConnectionTransport transport, DeflateParameters? deflate = null)
    {
        Handshake = handshake;
        _shared = shared;
        _sink = sink;
        _transport = transport;
        var handlers = sink.Handlers;
        _lastReceived = shared.Time.GetTimestamp();
        MessageInflater? inflater = null;
        if (deflate is { } agreed)
        {
            var compression = shared.Limits.Compression ?? CompressionSettings.Default;
            inflater = compression.CreateInflater(agreed, shared.Role, this);
            Extras.Deflater = compression.CreateDeflater(agreed, shared.Role, new HeldLedger(this));
        }

        if (shared.Limits.MaxConcurrency > 1)
        {
            Extras.Parallel = new ParallelHandlers(shared.Limits.MaxConcurrency, transport.ResumeReceive, NoteHandlerDone, Hold);
        }

        var bodies = CreateBodyReader(handlers, shared.Limits, inflater);
        var isPlain = _extras is null && bodies is null;
        var gathers = transport is IGatheringTransport && shared.Role == EndpointRole.Server;
        _traits = (byte)((byte)handlers | (isPlain ? PlainTrait : 0) | (gathers ? GatheringTrait : 0));
        if (CreateQueue(shared) is { } queue)
        {
            Extras.Queue = queue;
        }

        if (inflater is not null || bodies is not null)
        {
            _reader = new MessageReader(shared.Role, shared.Limits.Receive, inflater, this, bodies, transport.OutputPool);
        }
    }

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
        : this(handshake, sink, new EndpointSessions(limits, registry, time, logger, memory ?? new MemoryBudget(null), metrics?.Of(null)), transport, deflate)
    {
    }

    public override string Id => Extras.Id ?? Interlocked.CompareExchange(ref Extras.Id, SessionId.Next(), null) ?? Extras.Id;

    public override WebSocketHandshake Handshake { get; }

    public override WebSocketSessionState State => _state;

    public override IDictionary<object, object?> Items
    {
        get
        {
            using (_gate.Hold())
            {
                return Extras.Items ??= [];
            }
        }
    }

    public override CancellationToken Aborted
    {
        get
        {
            using (_gate.Hold())
            {
                if (_extras?.Aborted is null && _transportClosed)
                {
                    return new CancellationToken(canceled: true);
                }

                return (Extras.Aborted ??= new CancellationTokenSource()).Token;
            }
        }
    }

    public override Task<CloseStatus> Completion
    {
        get
        {
            using (_gate.Hold())
            {
                var completion = Extras.Completion ??= new TaskCompletionSource<CloseStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
                if (_rundownComplete)
                {
                    completion.TrySetResult(Status);
                }

                return completion.Task;
            }
        }
    }

    /// <summary>How long either side may take to close.</summary>
    internal TimeSpan CloseTimeout => _shared.Limits.CloseTimeout;

    /// <summary>Whether its asynchronous handlers do not come back to the thread that calls them.</summary>
    internal bool ResumesOnThreadPool => _shared.Limits.ResumesOnThreadPool;

    /// <summary>The clock of all deadlines.</summary>
    internal TimeProvider Time => _shared.Time;

    internal WebSocketConnection? NextInRegistry { get; set; }

    internal WebSocketConnection? PreviousInRegistry { get; set; }

    /// <summary>The state that most sessions do without; made where it is needed.</summary>
    private SessionExtras Extras => _extras ?? Interlocked.CompareExchange(ref _extras, new SessionExtras(), null) ?? _extras;

    /// <summary>The handshake was answered: registers the session, starts its deadlines and runs the open handler.</summary>
    public void Start()
    {
        // Once it is registered, operators may ask.
        _startedAt = _shared.Time.GetTimestamp();
        var mayStay = _shared.Registry.TryAdd(this);
        _shared.Metrics?.SessionOpened();
        if (_shared.Logger.IsEnabled(LogLevel.Debug))
        {
            Log.SessionOpened(_shared.Logger, Id, LogText.Escape(Handshake.Path), SubProtocol);
        }

        _shared.Users.Add(this);
        StartDeadlines();
        StartMeter();
        _corked = true;
        RunHandler(CallInSession(static self => self._sink.HasStreams ? self.OpenWithStreamsAsync() : self._sink.OpenedAsync(self)));
        EndBatch();
        if (!mayStay)
        {
            BeginClose(Drain.ShuttingDown);
        }
    }
}
