using System.Buffers;
using Endpoints.Connections;
using Endpoints.Transport.Linux.Loop;
using Endpoints.Transport.Linux.Native;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Endpoints.Transport.Linux.Sessions;

/// <summary>
/// A session on a socket of a loop: frames are read where the kernel has put them, handlers run on the loop's thread, and what they send
/// leaves at the end of the turn. But for <see cref="IConnectionTransport"/> its members are of that thread only.
/// </summary>
internal class SessionClient : ISocketClient, IConnectionTransport
{
    /// <summary>Input that is kept while delivery is paused, before the peer is held back.</summary>
    private const int MaxHeldInput = 64 * 1024;

    private readonly LoopSocket _socket;
    private readonly ILogger _logger;
    private readonly AsyncServiceScope? _scope;
    private WebSocketConnection _connection = null!;
    private HeldInput _held;

    // The response to the handshake, until it is with the kernel.
    private byte[]? _response;
    private readonly int _responseLength;

    private bool _isDelivering;
    private bool _isPaused;
    private bool _mayResume;
    private bool _hasPeerEnded;
    private bool _isClosing;
    private bool _isOver;

    /// <param name="socket">The socket.</param>
    /// <param name="scope">The services of the session, disposed at its end; <see langword="null"/> for somebody else's.</param>
    /// <param name="response">The response to the handshake, of an array of <see cref="PinnedPool"/>; empty when it was sent already.</param>
    /// <param name="logger">For what fails when nobody waits any more.</param>
    public SessionClient(LoopSocket socket, AsyncServiceScope? scope, ArraySegment<byte> response, ILogger logger)
    {
        (_socket, _scope, _logger) = (socket, scope, logger);
        (_response, _responseLength) = (response.Array, response.Count);
    }

    public ArrayPool<byte> OutputPool => PinnedPool.Shared;

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
        Hold(input[Deliver(input)..]);
    }

    public void Sent()
    {
        if (_response is { } response)
        {
            _response = null;
            PinnedPool.Shared.Return(response);
        }
        else if (!_isOver)
        {
            _connection.OutputWritten();
        }

        Flush();
    }

    public void Flush()
    {
        if (_socket.IsSending || _isOver)
        {
            return;
        }

        if (_response is not null)
        {
            _socket.Send(_response.AsMemory(0, _responseLength));
        }
        else if (_connection.TryTakeOutput(out var batch))
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
        if (_response is { } response)
        {
            _response = null;
            PinnedPool.Shared.Return(response);
        }

        End(null);
    }

    void IConnectionTransport.RequestFlush() => _socket.RequestFlush();

    void IConnectionTransport.ResumeReceive()
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

    void IConnectionTransport.Abort() => _socket.Loop.Post(
        static state =>
        {
            var client = (SessionClient)state!;
            client.End(null);
            client._socket.Abort();
        },
        this);

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

        _ = CompleteAsync();
    }

    private async Task CompleteAsync()
    {
        try
        {
            await _connection.Completion.WaitAsync(_connection.CloseTimeout, _connection.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _connection.NoteSlowHandlers();
            await _connection.Completion.ConfigureAwait(false);
        }

        await ReleaseAsync().ConfigureAwait(false);
    }

    /// <summary>The session has ended, and its last handler has run.</summary>
    private protected virtual Task ReleaseAsync() =>
        _scope is { } scope ? ServiceScopes.DisposeAsync(scope, _logger) : Task.CompletedTask;
}
