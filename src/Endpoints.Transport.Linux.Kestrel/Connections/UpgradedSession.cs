using Endpoints.Connections;
using Endpoints.Transport.Linux.Loop;
using Endpoints.Transport.Linux.Sessions;
using Endpoints.Transports;

namespace Endpoints.Transport.Linux.Kestrel.Connections;

/// <summary>
/// A session on a connection that Kestrel has upgraded: frames come as spans on the loop, as at the loop's own door, but services and the end of
/// the connection are Kestrel's.
/// </summary>
internal sealed class UpgradedSession : SessionClient, ISessionTransport
{
    private readonly LoopSocket _socket;
    private readonly PipeClient _predecessor;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebSocketConnection? _session;

    // What flows from the request to its handlers, the scopes of logs for example; and what the loop's own is.
    private ExecutionContext? _ofRequest;
    private ExecutionContext? _ofLoop;

    /// <param name="socket">The connection's socket.</param>
    /// <param name="predecessor">Who moves its bytes until then.</param>
    public UpgradedSession(LoopSocket socket, PipeClient predecessor)
        : base(socket, default) => (_socket, _predecessor) = (socket, predecessor);

    public TimeProvider Time => _socket.Loop.Time;

    public Task RunAsync(WebSocketConnection connection, CancellationToken disconnected)
    {
        (_session, _ofRequest) = (connection, ExecutionContext.Capture());
        _socket.Loop.Post(static state => ((UpgradedSession)state!).TakeOver(), this);
        return _ended.Task;
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

    /// <summary>The session begins on a connection that is gone already. On the loop.</summary>
    public void StartClosed()
    {
        Start(_session!, []);
        base.Closed();
    }

    public override void Closed()
    {
        base.Closed();
        _predecessor.Closed();
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

    private protected override void Released() => _ended.TrySetResult();

    private void TakeOver() => _predecessor.Give(this);
}
