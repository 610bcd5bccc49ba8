using System.Text;
using Endpoints.Diagnostics;
using Endpoints.Protocol;
using Microsoft.Extensions.Logging;

namespace Endpoints.Connections;

/// <summary>The closing handshake from both sides, and the end (RFC 6455 sections 5.5.1 and 7).</summary>
internal sealed partial class WebSocketConnection
{
    private volatile WebSocketSessionState _state;
    private volatile bool _closeComplete;
    private volatile bool _transportClosed;
    private bool _closeSent;
    private bool _rundownComplete;

    private CloseStatus Status => _extras?.Status ?? CloseStatus.AbnormalClosure;

    public override ValueTask CloseAsync(CloseStatus status, CancellationToken cancellationToken = default)
    {
        CheckStatus(status);
        BeginClose(status);
        var flushed = WhenFlushed();
        return flushed.IsCompleted ? default : new ValueTask(flushed.WaitAsync(cancellationToken));
    }

    /// <summary>Throws where a status cannot be sent.</summary>
    internal static void CheckStatus(CloseStatus status)
    {
        if (!status.IsSendable)
        {
            throw new ArgumentException(
                $"Close code {status.Code} may not be sent; use 1000-1003, 1007-1014 or 3000-4999 (RFC 6455 section 7.4).", nameof(status));
        }

        if (Encoding.UTF8.GetByteCount(status.Reason ?? "") > CloseStatus.MaxReasonSize)
        {
            throw new ArgumentException(
                $"A close reason is at most {CloseStatus.MaxReasonSize} bytes of UTF-8 (RFC 6455 section 5.5).", nameof(status));
        }
    }

    internal override async ValueTask EndAsync()
    {
        BeginClose(CloseStatus.Normal);
        if (_shared.Role == EndpointRole.Client)
        {
            // A handler of a server's endpoint would wait for itself.
            _sink.AbandonInput();
            await Completion.ConfigureAwait(false);
        }
    }

    public override void Abort()
    {
        if (!_transportClosed)
        {
            _transport.Abort();
        }
    }

    /// <summary>
    /// The transport is gone, for whatever reason: ends the session. The door's reader calls it, after its last call of
    /// <see cref="Receive"/>; only the first call counts.
    /// </summary>
    public void TransportClosed(Exception? error = null)
    {
        using (_gate.Hold())
        {
            if (_transportClosed)
            {
                return;
            }

            _transportClosed = true;
            _state = WebSocketSessionState.Closed;
        }

        if (error is not null && !_closeComplete)
        {
            Log.TransportFailed(_shared.Logger, Id, error);
        }

        _ = RunDownAsync();
    }

    /// <summary>Sends a close frame, if none was sent; messages of the peer are dropped from here on.</summary>
    /// <param name="status">The code and the reason.</param>
    /// <param name="cause">The rule that the peer broke or the deadline that passed, for the metrics.</param>
    private void BeginClose(CloseStatus status, string? cause = null)
    {
        bool flush;
        using (_gate.Hold())
        {
            if (_state != WebSocketSessionState.Open)
            {
                return;
            }

            _state = WebSocketSessionState.Closing;
            Extras.Status = status;
            Extras.Cause = cause;
            AppendClose(status.Code, status.Reason);
            FailWaiters();
            flush = MustFlush();
        }

        EndInput(CancellationToken.None);
        EndSending();
        StartCloseDeadline();
        if (flush)
        {
            _transport.RequestFlush();
        }

        // What made delivery pause has no meaning any more: what the peer still sends is read and dropped, or a peer that writes
        // before it reads would never get to our close frame.
        _transport.ResumeReceive();
    }

    /// <summary>
    /// A close frame of the peer: answers it with the same code, or completes the handshake that we began. Whoever's frame came
    /// first gives the session its status.
    /// </summary>
    private void PeerClosed(in ReadResult result)
    {
        using (_gate.Hold())
        {
            if (!_closeSent)
            {
                _state = WebSocketSessionState.Closing;
                Extras.Status = new CloseStatus(result.CloseCode, Encoding.UTF8.GetString(result.Reason));
                AppendClose(result.CloseCode, "");
                FailWaiters();
            }

            _closeComplete = true;
        }

        EndInput(CancellationToken.None);
        EndSending();

        // The peer may still not read what is queued for it.
        StartCloseDeadline();
    }

    private void AppendClose(int code, string? reason)
    {
        Span<byte> payload = stackalloc byte[FrameHeader.MaxControlPayloadLength];
        var length = code == CloseCode.NoStatusReceived ? 0 : ClosePayload.Write(payload, code, reason);
        _closeSent = true;
        if (_extras is not null)
        {
            _extras.LatestPong = null;
            if (_extras.Queue is { } queue)
            {
                FillOutput(queue, all: true);
            }
        }

        AppendControl(Opcode.Close, payload[..length]);
    }

    private void FailWaiters()
    {
        while (_extras?.Waiters is { } waiters && waiters.TryDequeue(out var waiter))
        {
            if (waiter.TryClaim())
            {
                waiter.SetException(new WebSocketClosedException(Status));
            }
        }
    }

    /// <summary>The door ends the connection although the last handlers of its session still run.</summary>
    public void NoteSlowHandlers() => Log.HandlersOutlastConnection(_shared.Logger, Id, CloseTimeout);

    private async Task RunDownAsync()
    {
        CancellationTokenSource? aborted = null;
        TaskCompletionSource<bool>? flushed = null;
        using (_gate.Hold())
        {
            FailWaiters();
            if (_extras is { } extras)
            {
                aborted = extras.Aborted;
                FailDrainWaiters(extras.DrainWaiters ?? []);
                (flushed, extras.WhenFlushed) = (extras.WhenFlushed, null);
            }
        }

        StopDeadlines();
        _extras?.Meter?.End();
        flushed?.TrySetResult(false);
        if (aborted is not null)
        {
            await CancelAsync(aborted);
        }

        try
        {
            // What runs now are the last but one to run: the close handler waits for them.
            EndInput(new CancellationToken(canceled: true));
            EndSending();
            await WhenHandlersReturnAsync();
            await CallInSession(static self => self._sink.ClosedAsync(self, self.Status));
            await EndServicesAsync();
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Services that were made for the session end with it, when its last handler has run.</summary>
    private async ValueTask EndServicesAsync()
    {
        try
        {
            if (Handshake is IAsyncDisposable owner)
            {
                await owner.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception error)
        {
            Log.ServicesFailed(_shared.Logger, Id, error);
        }
    }

    private async ValueTask WhenHandlersReturnAsync()
    {
        await (_handler ?? Task.CompletedTask);
        if (_extras is { } extras)
        {
            await (extras.BodyHandler ?? Task.CompletedTask);
            await (extras.Streams ?? Task.CompletedTask);
            await (extras.Parallel?.WhenIdle() ?? Task.CompletedTask);
        }
    }

    /// <summary>The end of the end, whatever went wrong before it: nothing holds the session any more.</summary>
    private void Release()
    {
        // Gives memory back through the ledger, which takes the lock.
        _reader?.Dispose();
        TaskCompletionSource<CloseStatus>? completion;
        using (_gate.Hold())
        {
            if (_extras is { } extras)
            {
                extras.OutputLost = !IsOutputEmpty;
                extras.Queue?.Clear();
                extras.Deflater?.Dispose();
            }

            _output.Clear(_transport.OutputPool);
            CountOutput();
            _memory.End(_shared.Memory);
            _rundownComplete = true;
            completion = _extras?.Completion;
        }

        LeaveGroups();
        _shared.Registry.Remove(this);
        _extras?.Place?.Dispose();
        var status = Status;
        _shared.Metrics?.SessionClosed(status.Code, _extras?.Cause, _shared.Time.GetElapsedTime(_startedAt));
        _extras?.Trace?.End(status.Code, _extras.Cause);
        completion?.TrySetResult(status);
        if (_shared.Logger.IsEnabled(LogLevel.Debug))
        {
            Log.SessionClosed(_shared.Logger, Id, status.Code, LogText.Escape(status.Reason));
        }
    }
}
