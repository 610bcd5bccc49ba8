using System.Diagnostics.CodeAnalysis;
using Endpoints.Connections;
using Endpoints.Diagnostics;
using Endpoints.Handshake;

namespace Endpoints.Dispatch;

/// <summary>
/// One handshake of an endpoint that has interceptors, from the first of them to the last: they run, the door decides by
/// <see cref="Decide"/> when they have <see cref="Decided"/>, and says by <see cref="Complete"/> what was answered. Of one door's code at a
/// time; the interceptors may run beside it.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The last of its interceptors disposes what it owns.")]
internal sealed class HandshakeInterception
{
    private readonly HandshakeInterceptors _interceptors;
    private readonly HandshakeKind _kind;
    private readonly CancellationTokenSource _abandoned = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IWebSocketHandshakeInterceptor[] _instances = [];
    private Exception? _failure;
    private int _begun;
    private bool _isComplete;

    private HandshakeInterception(HandshakeInterceptors interceptors, EndpointRoute route, WebSocketHandshake request, HandshakeKind kind)
    {
        (_interceptors, _kind, Route) = (interceptors, kind, route);
        var descriptor = route.Descriptor;
        Handshake = new InterceptedHandshake(request, descriptor.Protocols);
        Context = new WebSocketHandshakeContext(descriptor.EndpointType, descriptor.Pattern, descriptor.Protocols, Handshake);
    }

    public EndpointRoute Route { get; }

    /// <summary>The request, for the session.</summary>
    public InterceptedHandshake Handshake { get; }

    public WebSocketHandshakeContext Context { get; }

    /// <summary>The span of the handshake; <see langword="null"/> where nobody wants it.</summary>
    public HandshakeTrace? Trace { get; set; }

    /// <summary>Completes, never faulted, when there is something to decide by.</summary>
    public Task Decided { get; private set; } = Task.CompletedTask;

    /// <summary>
    /// Completes, never faulted, when no interceptor runs any more, those included that did not heed their token. What belongs to the request is
    /// to be kept for them until then.
    /// </summary>
    public Task Ended => _ended.Task;

    /// <summary>Runs the interceptors up to where one of them waits.</summary>
    /// <param name="interceptors">The endpoint's.</param>
    /// <param name="route">The endpoint.</param>
    /// <param name="request">The request, which has passed all checks.</param>
    /// <param name="kind">What it asks for the session by.</param>
    /// <param name="isCompressed">Whether messages would be compressed.</param>
    /// <param name="doorRequest">What the door has of it besides.</param>
    public static HandshakeInterception Start(
        HandshakeInterceptors interceptors,
        EndpointRoute route,
        WebSocketHandshake request,
        HandshakeKind kind,
        bool isCompressed,
        object? doorRequest = null)
    {
        var interception = new HandshakeInterception(interceptors, route, request, kind);
        interception.Context.IsCompressed = isCompressed;
        interception.Context.Request = doorRequest;
        interception.Decided = interception.RunBeforeAsync();
        return interception;
    }

    /// <summary>Ends what interceptors may change, and says whether they refuse; <see langword="null"/> when a session may begin.</summary>
    public HandshakeRefusal? Decide()
    {
        Context.Seal();
        if (_failure is null)
        {
            return Context.Rejection is { } rejection ? HandshakeRefusal.Of(rejection) : null;
        }

        Log.InterceptorFailed(_interceptors.Logger, LogText.Escape(Handshake.Path), _failure);
        return HandshakeRefusal.InterceptorFailed;
    }

    /// <summary>A session was opened, its first handler has not run yet.</summary>
    public void Opened(WebSocketConnection session)
    {
        if (Context.GivenItems is { } items)
        {
            foreach (var (key, value) in items)
            {
                session.Items[key] = value;
            }
        }

        Complete(_kind == HandshakeKind.ExtendedConnect ? 200 : 101);
    }

    /// <summary>
    /// The handshake is over: tells the interceptors, as soon as none of them runs any more, and those that still do to give up. Only the first
    /// call counts.
    /// </summary>
    /// <param name="statusCode">What was answered; <see langword="null"/> for nothing.</param>
    /// <param name="failure">What went wrong outside of the interceptors.</param>
    public void Complete(int? statusCode, Exception? failure = null)
    {
        if (_isComplete)
        {
            return;
        }

        _isComplete = true;
        Context.Answered(statusCode);
        _ = RunAfterAsync(failure);
    }

    // Their continuations are not configured: on an event loop, interceptors come back to the loop's thread as handlers do.
    private async Task RunBeforeAsync()
    {
        try
        {
            _instances = _interceptors.GetAll();
            while (_begun < _instances.Length && Context.Rejection is null && !_abandoned.IsCancellationRequested)
            {
                await _instances[_begun++].BeforeAsync(Context, _abandoned.Token);
            }
        }
        catch (Exception error)
        {
            _failure = error;
        }
    }

    private async Task RunAfterAsync(Exception? failure)
    {
        if (!Decided.IsCompleted)
        {
            await _abandoned.CancelAsync();
            await Decided;
            if (_failure is not null and not OperationCanceledException)
            {
                Log.InterceptorFailedAfter(_interceptors.Logger, LogText.Escape(Handshake.Path), _failure);
            }
        }

        failure ??= _failure;
        while (_begun > 0)
        {
            try
            {
                await _instances[--_begun].AfterAsync(Context, failure);
            }
            catch (Exception error)
            {
                Log.InterceptorFailedAfter(_interceptors.Logger, LogText.Escape(Handshake.Path), error);
            }
        }

        Context.Request = null;
        _abandoned.Dispose();
        _ended.SetResult();
    }
}
