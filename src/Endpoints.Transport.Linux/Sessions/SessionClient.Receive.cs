using Endpoints.Connections;
using Endpoints.Transport.Linux.Loop;

namespace Endpoints.Transport.Linux.Sessions;

/// <summary>Receiving: what comes goes to the session where it stands, and what the session does not take yet is held.</summary>
internal partial class SessionClient
{
    /// <summary>Input that is kept while delivery is paused, before the peer is held back.</summary>
    private const int MaxHeldInput = 64 * 1024;

    private HeldInput _held;
    private bool _isDelivering;
    private bool _isPaused;
    private bool _mayResume;

    // While input is held that its session has not got yet.
    private bool _hasPeerEnded;

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
}
