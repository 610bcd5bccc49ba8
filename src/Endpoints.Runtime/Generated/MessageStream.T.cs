using System.ComponentModel;
using System.Threading.Tasks.Sources;

namespace Endpoints.Generated;

/// <summary>
/// Hands the messages of a session to the handler that reads them, one at a time: a message is done with when the handler asks for the
/// next one, and until then no further one is delivered. So nothing is queued here, and memory that is lent for a message is valid
/// until the next one is asked for.
/// </summary>
/// <typeparam name="T">What a message is read as.</typeparam>
/// <remarks>One writer, the connection, and one reader, the handler, on any threads. A message costs no allocation of its own.</remarks>
/// <param name="run">Runs the handler with this sequence.</param>
/// <param name="offThread">Whether the handler goes on on the thread pool rather than on the thread that received the message.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MessageStream<T>(Func<WebSocketSession, ValueTask> run, bool offThread = false)
    : MessageStream(run), IAsyncEnumerable<T>, IAsyncEnumerator<T>, IValueTaskSource<bool>, IValueTaskSource
{
    private readonly Lock _gate = new();

    // The reader's wait for a message, and the connection's wait for the reader to be done with it.
    private ManualResetValueTaskSourceCore<bool> _arrival = new() { RunContinuationsAsynchronously = offThread };
    private ManualResetValueTaskSourceCore<bool> _release;
    private CancellationTokenRegistration _registration;
    private CancellationToken _cancellation;
    private CancellationToken _lost;
    private T _current = default!;
    private State _state;
    private bool _isAwaited;
    private bool _isEnumerated;
    private bool _isEnded;
    private bool _isAbandoned;

    private enum State
    {
        /// <summary>There is no message.</summary>
        Empty,

        /// <summary>One has come, and the reader has not asked for it yet.</summary>
        Offered,

        /// <summary>The reader works on it.</summary>
        Taken,
    }

    /// <summary>Offers a message; completes when the handler asks for the next one.</summary>
    /// <param name="message">The message.</param>
    public ValueTask WriteAsync(T message)
    {
        bool isAwaited;
        lock (_gate)
        {
            if (_isAbandoned || _isEnded)
            {
                return default;
            }

            if (_state != State.Empty)
            {
                throw new InvalidOperationException("The message before was not taken yet; messages of a sequence come one at a time.");
            }

            _current = message;
            _release.Reset();
            isAwaited = _isAwaited;
            _isAwaited = false;
            _state = isAwaited ? State.Taken : State.Offered;
        }

        var released = new ValueTask(this, _release.Version);
        if (isAwaited)
        {
            // The handler goes on within this call, and may have asked for the next message when it returns.
            _arrival.SetResult(true);
        }

        return released;
    }

    /// <inheritdoc/>
    IAsyncEnumerator<T> IAsyncEnumerable<T>.GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_isEnumerated)
            {
                throw new InvalidOperationException("The messages of a session can be enumerated once only.");
            }

            _isEnumerated = true;
            _cancellation = cancellationToken;
        }

        _registration = cancellationToken.UnsafeRegister(static state => ((MessageStream<T>)state!).Cancel(), this);
        return this;
    }

    /// <inheritdoc/>
    T IAsyncEnumerator<T>.Current => _current;

    /// <inheritdoc/>
    ValueTask<bool> IAsyncEnumerator<T>.MoveNextAsync()
    {
        Release(State.Taken);
        lock (_gate)
        {
            if (_state == State.Offered)
            {
                _state = State.Taken;
                return new ValueTask<bool>(true);
            }

            if (_isAbandoned || (_isEnded && !_lost.IsCancellationRequested))
            {
                return new ValueTask<bool>(false);
            }

            if (_isEnded || _cancellation.IsCancellationRequested)
            {
                return ValueTask.FromCanceled<bool>(_isEnded ? _lost : _cancellation);
            }

            _arrival.Reset();
            _isAwaited = true;
            return new ValueTask<bool>(this, _arrival.Version);
        }
    }

    /// <inheritdoc/>
    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await _registration.DisposeAsync().ConfigureAwait(false);
        Abandon();
    }

    internal override void End(CancellationToken lost)
    {
        bool isAwaited;
        lock (_gate)
        {
            if (_isEnded)
            {
                return;
            }

            _isEnded = true;
            _lost = lost;
            isAwaited = _isAwaited;
            _isAwaited = false;
        }

        if (lost.IsCancellationRequested)
        {
            Release(State.Offered);
        }

        if (isAwaited)
        {
            Wake(lost);
        }
    }

    internal override void Abandon()
    {
        lock (_gate)
        {
            _isAbandoned = true;
        }

        Release(State.Offered);
        Release(State.Taken);
    }

    private void Cancel()
    {
        lock (_gate)
        {
            if (!_isAwaited)
            {
                return;
            }

            _isAwaited = false;
        }

        Wake(_cancellation);
    }

    private void Wake(CancellationToken cancelled)
    {
        // Whoever ends the reading is in the middle of closing the session, or all sessions: the handler goes on elsewhere.
        _arrival.RunContinuationsAsynchronously = true;
        if (cancelled.IsCancellationRequested)
        {
            _arrival.SetException(new OperationCanceledException(cancelled));
        }
        else
        {
            _arrival.SetResult(false);
        }
    }

    /// <summary>Tells the connection that the message is done with, if there is one in that state.</summary>
    private void Release(State state)
    {
        lock (_gate)
        {
            if (_state != state)
            {
                return;
            }

            _state = State.Empty;
            _current = default!;
        }

        _release.SetResult(true);
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _arrival.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _arrival.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _arrival.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.GetResult(short token) => _release.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _release.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _release.OnCompleted(continuation, state, token, flags);
}
