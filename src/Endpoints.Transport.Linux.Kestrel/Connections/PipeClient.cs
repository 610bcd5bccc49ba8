using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Endpoints.Transport.Linux.Kestrel.Diagnostics;
using Endpoints.Transport.Linux.Loop;
using Endpoints.Transport.Linux.Native;
using Endpoints.Transport.Linux.Sessions;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Endpoints.Transport.Linux.Kestrel.Connections;

/// <summary>
/// Moves bytes between a socket and the pipes of its connection, both ways with back-pressure, until the application is done or a session takes
/// the connection over. Of the loop's thread only; the other ends of the pipes resume on the thread pool.
/// </summary>
[SuppressMessage("Reliability", "CA2012", Justification = "Awaiters are kept until their continuation has run, which takes the result once.")]
internal sealed class PipeClient : ISocketClient
{
    /// <summary>Segments of the output are gathered up to this, so that a large response takes few sends.</summary>
    private const int LargestBatch = 256 * 1024;

    /// <summary>How long a peer has to end its side after we have ended ours.</summary>
    private static readonly TimeSpan LingerTime = TimeSpan.FromSeconds(2);

    private readonly LoopConnection _connection;
    private readonly PipeWriter _input;
    private readonly PipeReader _output;
    private readonly ILogger _logger;
    private readonly Action _inputFlushed;
    private readonly Action _outputRead;
    private LoopSocket _socket = null!;
    private ConfiguredValueTaskAwaitable<FlushResult>.ConfiguredValueTaskAwaiter _flush;
    private ConfiguredValueTaskAwaitable<ReadResult>.ConfiguredValueTaskAwaiter _read;

    // Where the batch that is being sent ends.
    private SequencePosition _batchEnd;
    private UpgradedSession? _successor;

    private bool _isHeldBack;
    private bool _isInputEnded;
    private bool _hasPeerEnded;
    private bool _awaitsOutput;
    private bool _isDone;

    /// <param name="connection">The connection.</param>
    /// <param name="input">Where received bytes go.</param>
    /// <param name="output">Where bytes to send come from; its memory is pinned.</param>
    /// <param name="logger">The log.</param>
    public PipeClient(LoopConnection connection, PipeWriter input, PipeReader output, ILogger logger)
    {
        (_connection, _input, _output, _logger) = (connection, input, output, logger);
        _inputFlushed = InputFlushed;
        _outputRead = OutputRead;
    }

    /// <summary>Begins.</summary>
    public void Start(LoopSocket socket)
    {
        _socket = socket;
        socket.StartReceiving();
        ReadOutput();
    }

    public void Received(Span<byte> buffer)
    {
        if (_isInputEnded)
        {
            return;
        }

        _input.Write(buffer[ISocketClient.Headroom..]);
        if (!_isHeldBack)
        {
            FlushInput();
        }
    }

    public void Sent()
    {
        _output.AdvanceTo(_batchEnd);

        // Not at once: a fast application and a fast peer would keep the loop from all others.
        _socket.RequestFlush();
    }

    public void Flush()
    {
        if (_socket.IsSending || _awaitsOutput || _isDone)
        {
            return;
        }

        if (_successor is null)
        {
            ReadOutput();
        }
        else if (_output.TryRead(out var result))
        {
            Send(in result);
        }
        else
        {
            HandOver();
        }
    }

    public void Ended(int errno)
    {
        if (errno == 0)
        {
            TransportLog.PeerEnded(_logger, _connection.ConnectionId);
            _hasPeerEnded = true;
            EndInput(null);
            return;
        }

        var error = Errno.ToException(errno, "The connection broke");
        TransportLog.Broken(_logger, _connection.ConnectionId, error.Message);
        EndInput(errno is Errno.ConnectionReset or Errno.BrokenPipe ? new ConnectionResetException(error.Message, error) : error);
        _socket.Close();
    }

    public void Closed()
    {
        EndInput(new ConnectionAbortedException("The connection is closed."));
        _isDone = true;

        // Not before this: the kernel may have been sending from its memory.
        _output.Complete();
        _connection.SocketClosed();
        if (_successor is { } successor)
        {
            _successor = null;
            successor.GiveUp();
        }
    }

    /// <summary>Ends the connection at once: by a reset, so that the peer does not take what it has for everything, unless there is no reason.</summary>
    public void Abort(ConnectionAbortedException? reason)
    {
        if (_socket.IsClosed)
        {
            return;
        }

        TransportLog.Aborted(_logger, _connection.ConnectionId, reason?.Message ?? "The application has ended.");
        EndInput(reason ?? new ConnectionAbortedException());
        if (reason is null)
        {
            _socket.Close();
        }
        else
        {
            _socket.Abort();
        }
    }

    /// <summary>Lets a session take over as soon as everything is sent that the application has written.</summary>
    public void Give(UpgradedSession successor)
    {
        if (_isDone)
        {
            successor.GiveUp();
            return;
        }

        _successor = successor;
        if (_socket.IsClosed)
        {
            // The kernel still has something of it; Closed follows.
            return;
        }

        if (_awaitsOutput)
        {
            HandOver();
        }
        else
        {
            _socket.RequestFlush();
        }
    }

    private void HandOver()
    {
        var successor = _successor!;
        (_successor, _isDone) = (null, true);
        TransportLog.TakenOver(_logger, _connection.ConnectionId);

        // Whoever reads the pipe after the session finds the end.
        _isInputEnded = true;
        _input.Complete();
        var unread = _connection.TakeUnread();
        _socket.Client = successor;
        successor.Start(unread, _hasPeerEnded);
        _socket.StartReceiving();
    }

    /// <summary>Shows the application what was received; a slow one holds the peer back.</summary>
    private void FlushInput()
    {
        var flush = _input.FlushAsync().ConfigureAwait(false).GetAwaiter();
        if (flush.IsCompleted)
        {
            Note(flush.GetResult());
            return;
        }

        TransportLog.Paused(_logger, _connection.ConnectionId);
        (_isHeldBack, _flush) = (true, flush);
        _socket.StopReceiving();
        flush.UnsafeOnCompleted(_inputFlushed);
    }

    private void InputFlushed()
    {
        _isHeldBack = false;
        var result = _flush.GetResult();
        _flush = default;
        if (_isInputEnded)
        {
            return;
        }

        Note(result);

        // What the kernel had handed over already is shown now, and may be too much again.
        if (!_isInputEnded)
        {
            FlushInput();
        }

        if (!_isHeldBack && !_isInputEnded)
        {
            TransportLog.Resumed(_logger, _connection.ConnectionId);
            _socket.StartReceiving();
        }
    }

    private void Note(FlushResult result)
    {
        if (result.IsCompleted || result.IsCanceled)
        {
            // The application reads no more.
            _socket.StopReceiving();
            EndInput(null);
        }
    }

    private void EndInput(Exception? error)
    {
        if (!_isInputEnded)
        {
            _isInputEnded = true;
            _input.Complete(error);
            _connection.FireClosed();
        }
    }

    private void ReadOutput()
    {
        while (!_socket.IsSending && !_isDone && !_socket.IsClosed)
        {
            var read = _output.ReadAsync().ConfigureAwait(false).GetAwaiter();
            if (!read.IsCompleted)
            {
                (_awaitsOutput, _read) = (true, read);
                read.UnsafeOnCompleted(_outputRead);
                return;
            }

            Send(read);
        }
    }

    private void OutputRead()
    {
        _awaitsOutput = false;
        if (!_isDone && !_socket.IsClosed)
        {
            Send(_read);
            ReadOutput();
        }
    }

    private void Send(ConfiguredValueTaskAwaitable<ReadResult>.ConfiguredValueTaskAwaiter read)
    {
        ReadResult result;
        try
        {
            result = read.GetResult();
        }
        catch (Exception error)
        {
            // The application says by this that what it wrote is not everything.
            Abort(error as ConnectionAbortedException ?? new ConnectionAbortedException("The application has failed.", error));
            return;
        }

        Send(in result);
    }

    private void Send(in ReadResult result)
    {
        var buffer = result.Buffer;
        if (buffer.IsEmpty)
        {
            _output.AdvanceTo(buffer.End);
            if (result.IsCompleted)
            {
                Finish();
            }

            return;
        }

        if (buffer.Length > LargestBatch)
        {
            buffer = buffer.Slice(0, LargestBatch);
        }

        _batchEnd = buffer.End;
        if (buffer.IsSingleSegment)
        {
            _socket.Send(buffer.First);
        }
        else
        {
            _socket.SendAndReturn(Gather(in buffer));
        }
    }

    private static ArraySegment<byte> Gather(in ReadOnlySequence<byte> buffer)
    {
        var length = (int)buffer.Length;
        var gathered = PinnedPool.Shared.Rent(length);
        buffer.CopyTo(gathered);
        return new ArraySegment<byte>(gathered, 0, length);
    }

    /// <summary>The application has ended its output, and all of it is sent.</summary>
    private void Finish()
    {
        TransportLog.Ended(_logger, _connection.ConnectionId);
        _isDone = true;
        EndInput(new ConnectionAbortedException("The application has ended the connection."));
        LingeringClient.TakeOver(_socket, LingerTime, resets: false);
    }
}
