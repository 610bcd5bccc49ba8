using System.Buffers;
using Endpoints.Connections;
using Endpoints.Transport.Linux.Loop;
using Endpoints.Transport.Linux.Native;

namespace Endpoints.Transport.Linux.Sessions;

/// <summary>
/// A session on a socket of a loop: frames are read where the kernel has put them, handlers run on the loop's thread, and what they send
/// leaves at the end of the turn. But for <see cref="IConnectionTransport"/> its members are of that thread only.
/// </summary>
internal class SessionClient : ISocketClient, ILendingTransport
{
    /// <summary>Input that is kept while delivery is paused, before the peer is held back.</summary>
    private const int MaxHeldInput = 64 * 1024;

    /// <summary>
    /// Input is lent from this share of its array on: a small message that waits for a slow peer must not hold a large array.
    /// </summary>
    private const int SmallestLentShare = 8;

    private readonly LoopSocket _socket;
    private WebSocketConnection _connection = null!;
    private HeldInput _held;

    // What was received into, while a message in it is being sent back.
    private byte[]? _lent;

    // Until the response to the handshake is with the kernel.
    private bool _isAnswering;

    private bool _isDelivering;
    private bool _isInPlace;
    private bool _isPaused;
    private bool _mayResume;
    private bool _hasPeerEnded;
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

    public void Received(Span<byte> buffer)
    {
        if (_isClosing || _isOver)
        {
            return;
        }

        if (_isPaused)
        {
            Hold(buffer[ISocketClient.Headroom..]);
            return;
        }

        var start = ISocketClient.Headroom;
        if (_held.Count > start)
        {
            Hold(buffer[start..]);
            DeliverHeld();
            return;
        }

        if (_held.Count > 0)
        {
            // What was left of the last time goes in front.
            start -= _held.Count;
            _held.Bytes.CopyTo(buffer[start..]);
            DropHeld(_held.Count);
        }

        var input = buffer[start..];
        _isInPlace = true;
        var taken = Deliver(input);
        _isInPlace = false;
        Hold(input[taken..]);
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

    private protected void ResumeReceive()
    {
        if (EventLoop.Current != _socket.Loop)
        {
            _socket.Loop.Post(static client => ((SessionClient)client!).Resume(), this);
        }
        else if (_isDelivering)
        {
            _mayResume = true;
        }
        else if (_isPaused)
        {
            // Not from here: whoever calls is in the middle of something.
            _socket.Loop.Post(static client => ((SessionClient)client!).Resume(), this);
        }
    }

    private protected void Abort() => _socket.Loop.Post(
        static state =>
        {
            var client = (SessionClient)state!;
            client.End(null);
            client._socket.Abort();
        },
        this);

    Memory<byte> ILendingTransport.LendInput(ReadOnlySpan<byte> payload, int headerLength)
    {
        if (!_isInPlace || _lent is not null)
        {
            return default;
        }

        var engine = _socket.Loop.Engine;
        var input = engine.Input;
        if (payload.Length < input.Length / SmallestLentShare || !input.AsSpan().Overlaps(payload, out var start) || start < headerLength)
        {
            return default;
        }

        _isInPlace = false;
        _lent = engine.TakeInput();
        return input.AsMemory(start - headerLength, headerLength + payload.Length);
    }

    private void ReturnLent()
    {
        if (_lent is { } lent)
        {
            _lent = null;
            PinnedPool.Shared.Return(lent);
        }
    }

    private void Resume()
    {
        if (!_isPaused || _isOver)
        {
            return;
        }

        DeliverHeld();
        if (_isOver || _isClosing)
        {
            return;
        }

        if (!_isPaused && _hasPeerEnded)
        {
            Ended(0);
        }
        else if (!_isPaused || _held.Count < MaxHeldInput)
        {
            _socket.StartReceiving();
        }
    }

    private void DeliverHeld() => DropHeld(Deliver(_held.Bytes));

    /// <summary>Gives bytes to the connection, and returns how many it has taken.</summary>
    private int Deliver(Span<byte> input)
    {
        var taken = 0;
        ReceiveStatus status;
        _isDelivering = true;
        LeaveContext();
        try
        {
            do
            {
                _mayResume = false;
                status = _connection.Receive(input[taken..], out var consumed);
                taken += consumed;
            }
            while (status == ReceiveStatus.Paused && _mayResume);
        }
        finally
        {
            _isDelivering = false;
            EnterContext();
        }

        _isPaused = status == ReceiveStatus.Paused;
        if (status == ReceiveStatus.Closed)
        {
            // What is queued leaves first, the answer to the close frame last.
            _isClosing = true;
            _socket.RequestFlush();
            return input.Length;
        }

        return taken;
    }

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

    private void Hold(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        var before = _held.Capacity;
        _held.Append(input);
        if (_held.Capacity != before)
        {
            _connection.HoldInput(_held.Capacity - before);
        }

        if (_isPaused && _held.Count >= MaxHeldInput)
        {
            _socket.StopReceiving();
        }
    }

    private void DropHeld(int count)
    {
        var before = _held.Capacity;
        _held.Consume(count);
        if (before > 0 && _held.Capacity == 0)
        {
            _connection.ReturnInput(before);
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
