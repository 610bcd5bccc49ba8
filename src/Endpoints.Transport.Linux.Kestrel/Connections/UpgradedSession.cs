using System.IO.Pipelines;
using Endpoints.Connections;
using Endpoints.Transport.Linux.Loop;
using Endpoints.Transport.Linux.Sessions;
using Endpoints.Transports;

namespace Endpoints.Transport.Linux.Kestrel.Connections;

/// <summary>
/// A session on a connection that Kestrel has upgraded: frames come as spans on the loop, as at the loop's own door, but services and the end of
/// the connection are Kestrel's. A connection that is gone before it can be taken has left what it sent in its pipe, and the session is run over
/// that.
/// </summary>
internal sealed class UpgradedSession : SessionClient, ISessionTransport
{
    private readonly LoopSocket _socket;
    private readonly PipeClient _predecessor;
    private readonly PipeReader _input;

    // Whether the session was run on the loop; false when there was no connection to take any more.
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebSocketConnection? _session;
    private PipeTransport? _leftBehind;

    // What flows from the request to its handlers, the scopes of logs for example; and what the loop's own is.
    private ExecutionContext? _ofRequest;
    private ExecutionContext? _ofLoop;

    /// <param name="socket">The connection's socket.</param>
    /// <param name="predecessor">Who moves its bytes until then.</param>
    /// <param name="input">What came and was not read yet.</param>
    public UpgradedSession(LoopSocket socket, PipeClient predecessor, PipeReader input)
        : base(socket) => (_socket, _predecessor, _input) = (socket, predecessor, input);

    public TimeProvider Time => _socket.Loop.Time;

    public async Task RunAsync(WebSocketConnection connection, CancellationToken disconnected)
    {
        (_session, _ofRequest) = (connection, ExecutionContext.Capture());

        // By the context, because that passes on what the loop does not live to do.
        _socket.Loop.Context.Post(static state => ((UpgradedSession)state!).TakeOver(), this);
        if (!await _ended.Task.ConfigureAwait(false))
        {
            // Nobody reads the answers, and that the peer is gone must not keep from the handlers what it sent before: the input is completed, so
            // nothing waits that would have to be aborted.
            _leftBehind = new PipeTransport(_input, PipeWriter.Create(Stream.Null), static () => { });
            await _leftBehind.RunAsync(connection, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>The session begins. On the loop.</summary>
    /// <param name="received">What the peer has sent behind its handshake.</param>
    /// <param name="hasPeerEnded">Whether that was its last.</param>
    public void Start(byte[] received, bool hasPeerEnded)
    {
        Start(_session!, received);
        if (hasPeerEnded && !_socket.IsClosed)
        {
            Ended(0);
        }
    }

    /// <summary>There is no connection to take any more, and its input is completed. From any thread.</summary>
    public void GiveUp() => _ended.TrySetResult(false);

    public override void Closed()
    {
        base.Closed();
        _predecessor.Closed();
    }

    void IConnectionTransport.RequestFlush()
    {
        if (_leftBehind is IConnectionTransport pipes)
        {
            pipes.RequestFlush();
        }
        else
        {
            _socket.RequestFlush();
        }
    }

    void IConnectionTransport.ResumeReceive()
    {
        if (_leftBehind is IConnectionTransport pipes)
        {
            pipes.ResumeReceive();
        }
        else
        {
            ResumeReceive();
        }
    }

    void IConnectionTransport.Abort()
    {
        if (_leftBehind is { } pipes)
        {
            pipes.Abort();
        }
        else
        {
            Abort();
        }
    }

    private protected override void LeaveContext()
    {
        base.LeaveContext();
        if (_ofRequest is { } context)
        {
            _ofLoop = ExecutionContext.Capture();
            ExecutionContext.Restore(context);
        }
    }

    private protected override void EnterContext()
    {
        if (_ofLoop is { } context)
        {
            ExecutionContext.Restore(context);
        }

        base.EnterContext();
    }

    private protected override void Released() => _ended.TrySetResult(true);

    private void TakeOver()
    {
        if (EventLoop.Current == _socket.Loop)
        {
            _predecessor.Give(this);
        }
        else
        {
            // The loop has ended, and closed its connections before.
            GiveUp();
        }
    }
}
