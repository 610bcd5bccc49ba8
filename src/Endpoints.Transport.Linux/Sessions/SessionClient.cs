using System.Buffers;
using Endpoints.Connections;
using Endpoints.Transport.Linux.Loop;
using Endpoints.Transport.Linux.Native;

namespace Endpoints.Transport.Linux.Sessions;

/// <summary>
/// A session on a socket of a loop: frames are read where the kernel has put them, handlers run on the loop's thread, and what they send
/// leaves at the end of the turn. But for <see cref="IConnectionTransport"/> its members are of that thread only.
/// </summary>
internal partial class SessionClient : ISocketClient, ILendingTransport
{
    private readonly LoopSocket _socket;
    private WebSocketConnection _connection = null!;

    // Until the response to the handshake is with the kernel.
    private bool _isAnswering;

    // The closing handshake is complete: what is queued leaves, and then the connection ends.
    private bool _isClosing;
    private bool _isOver;

    /// <param name="socket">The socket.</param>
    public SessionClient(LoopSocket socket) => _socket = socket;

    public ArrayPool<byte> OutputPool => PinnedPool.Shared;

    /// <summary>Sends the response to the handshake, before the session begins.</summary>
    /// <param name="response">Of an array of <see cref="PinnedPool"/>, which goes back there.</param>
    public void Answer(ArraySegment<byte> response)
    {
        _isAnswering = true;
        _socket.SendAndReturn(response);
    }

    /// <summary>Begins the session.</summary>
    /// <param name="connection">Not yet started, with this as its transport.</param>
    /// <param name="received">What the peer has sent behind its handshake. Written to, and copied where it has to be kept.</param>
    public void Start(WebSocketConnection connection, Span<byte> received)
    {
        _connection = connection;
        _socket.RequestFlush();
        LeaveContext();
        try
        {
            connection.Start();
        }
        finally
        {
            EnterContext();
        }

        if (!received.IsEmpty && !_isOver)
        {
            _held.Append(received);
            _connection.HoldInput(_held.Capacity);
            DeliverHeld();
        }
    }

    public void Sent()
    {
        if (_isAnswering)
        {
            _isAnswering = false;
        }
        else
        {
            // A lent message is alone in the queue when it is lent, so it is the first batch after that.
            ReturnLent();
            if (!_isOver)
            {
                Continue(_connection.TryTakeNextOutput(out var next), next);
            }

            return;
        }

        Flush();
    }

    public void Flush()
    {
        if (_socket.IsSending || _isOver)
        {
            return;
        }

        Continue(_connection.TryTakeOutput(out var batch), batch);
    }

    private void Continue(bool hasBatch, ReadOnlyMemory<byte> batch)
    {
        if (hasBatch)
        {
            _socket.Send(batch);
        }
        else if (_isClosing)
        {
            End(null);
            LingeringClient.TakeOver(_socket, _connection.CloseTimeout);
        }
    }

    public void Ended(int errno)
    {
        if (errno == 0 && _isClosing)
        {
            // The answer to its close frame is still to leave, and Flush ends the session behind that.
            return;
        }

        if (errno == 0 && _held.Count > 0 && _isPaused)
        {
            // What it sent before comes first.
            _hasPeerEnded = true;
            return;
        }

        End(errno == 0 ? null : Errno.ToException(errno, "The connection broke"));
        _socket.Close();
    }

    public virtual void Closed()
    {
        ReturnLent();
        End(null);
    }

    void IConnectionTransport.RequestFlush() => _socket.RequestFlush();

    void IConnectionTransport.ResumeReceive() => ResumeReceive();

    void IConnectionTransport.Abort() => Abort();

    private protected void Abort() => _socket.Loop.Post(
        static state =>
        {
            var client = (SessionClient)state!;
            client.End(null);
            client._socket.Abort();
        },
        this);

    /// <summary>
    /// Handlers are about to be called from the loop's thread. Those of an endpoint that says so do not see the loop, and so do not come back to it.
    /// </summary>
    private protected virtual void LeaveContext()
    {
        if (_connection.ResumesOnThreadPool)
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    /// <summary>Handlers were called.</summary>
    private protected virtual void EnterContext()
    {
        if (_connection.ResumesOnThreadPool)
        {
            SynchronizationContext.SetSynchronizationContext(_socket.Loop.Context);
        }
    }

    /// <summary>The connection is over; its handlers may still run, and the services end after them.</summary>
    private void End(Exception? error)
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        DropHeld(_held.Count);
        LeaveContext();
        try
        {
            _connection.TransportClosed(error);
        }
        finally
        {
            EnterContext();
        }

        var completion = _connection.Completion;
        if (completion.IsCompleted)
        {
            Released();
        }
        else
        {
            _ = CompleteAsync(completion);
        }
    }

    private async Task CompleteAsync(Task completion)
    {
        try
        {
            await completion.WaitAsync(_connection.CloseTimeout, _connection.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _connection.NoteSlowHandlers();
            await completion.ConfigureAwait(false);
        }

        Released();
    }

    /// <summary>The session has ended, and its last handler has run. From any thread.</summary>
    private protected virtual void Released()
    {
    }
}
