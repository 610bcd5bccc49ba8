using System.Diagnostics.CodeAnalysis;
using Endpoints.Connections.Memory;
using Endpoints.Diagnostics;
using Endpoints.Dispatch;
using Endpoints.Handshake;
using Endpoints.Transport.Linux.Diagnostics;
using Endpoints.Transport.Linux.Loop;
using Endpoints.Transports;

namespace Endpoints.Transport.Linux.Sessions;

/// <summary>
/// The opening handshake on a fresh connection: reads the head within <see cref="EndpointServer.HandshakeTimeout"/>, in place where it comes as a
/// whole, answers it, and hands the socket over to its session. Where interceptors of the endpoint decide, the loop goes on with others
/// meanwhile, and keeps what the peer sends behind its head.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Closed, the last call, disposes what it owns.")]
internal sealed class HandshakeClient(LoopHost host) : ISocketClient
{
    private const int SmallestBuffer = 1024;

    /// <summary>Bytes that a peer may send before its handshake is answered, besides what is on its way already.</summary>
    private const int MostBehind = HeadProcessor.MaxHeadSize;

    private LoopSocket _socket = null!;
    private LoopDeadline? _deadline;
    private HeadBuffer? _partial;
    private LoopConnectionFacts? _connection;

    // Not null while interceptors decide; the other as soon as there are any.
    private PendingHandshake? _pending;
    private HandshakeInterception? _interception;
    private bool _isRefused;
    private bool _isOpen;

    /// <summary>Begins to read.</summary>
    public void Start(LoopSocket socket)
    {
        _socket = socket;
        _deadline = new LoopDeadline(socket.Loop, host.Server.HandshakeTimeout, static client => ((HandshakeClient)client!).TimedOut(), this);
        socket.StartReceiving();
    }

    public void Received(Span<byte> buffer)
    {
        if (_isRefused)
        {
            // What follows a refused head is not read.
            return;
        }

        var data = buffer[ISocketClient.Headroom..];
        if (_pending is not null)
        {
            Hold(_pending, data);
            return;
        }

        var outcome = _partial is null ? ReadWhole(data) : ReadOn(_partial, data);
        if (outcome.Pending is { } pending)
        {
            Wait(pending, data);
        }
        else
        {
            Conclude(in outcome, _partial is null ? data : _partial.Written);
        }
    }

    public void Sent()
    {
        // Only a refusal is sent from here.
        End();
        LingeringClient.TakeOver(_socket, host.Server.HandshakeTimeout);
    }

    public void Flush()
    {
    }

    public void Ended(int errno)
    {
        if (_pending is { } pending)
        {
            _pending = null;
            _ = host.Heads.Abandon(pending, new IOException("The peer has ended the connection before its handshake was answered."));
        }
        else if (!_isRefused)
        {
            host.Server.Metrics.HandshakeAbandoned(null, "disconnected");
        }

        // A peer that only ended its side still gets its refusal.
        if (!_isRefused || errno != 0)
        {
            _socket.Close();
        }
    }

    public void Closed() => End();

    private LoopConnectionFacts Connect() => _connection ??= LoopConnectionFacts.Of(
        host.ConnectedTo(_socket), _socket.FindRemoteEndPoint());

    /// <summary>Most heads come as a whole: they are read where they stand, and nothing is kept of them.</summary>
    private HeadOutcome ReadWhole(Span<byte> data)
    {
        HeadProgress progress = default;
        var outcome = host.Heads.Process(data, host.Fields, ref progress, Connect(), host.Responses);
        if (outcome.IsComplete || outcome.Pending is not null)
        {
            return outcome;
        }

        _partial = new HeadBuffer(host.Server.Memory, SmallestBuffer);
        return ReadOn(_partial, data);
    }

    private HeadOutcome ReadOn(HeadBuffer head, ReadOnlySpan<byte> data)
    {
        if (head.TryAppend(data))
        {
            return host.Heads.Process(head.Written, head.Fields, ref head.Progress, Connect(), host.Responses);
        }

        host.Server.Metrics.MemoryRefused("host", TagName.Of(MemoryUse.Head));
        return host.Heads.Refuse(host.Responses, HandshakeRefusal.MemoryFull, null);
    }

    private void Conclude(in HeadOutcome outcome, Span<byte> received)
    {
        _interception = outcome.Interception;
        if (outcome.IsAccepted)
        {
            Open(in outcome, received);
        }
        else if (outcome.IsOver)
        {
            Refuse();
        }
    }

    private void Open(in HeadOutcome outcome, Span<byte> received)
    {
        host.Server.Metrics.HandshakeAccepted(outcome.Route!.Descriptor.Pattern, 101);
        var session = new SessionClient(_socket);
        _socket.Client = session;
        session.Answer(host.Responses.Take());
        var connection = host.Server.Open(in outcome, session, host.Loop.Time);
        _isOpen = true;
        session.Start(connection, received[outcome.Consumed..]);
        End();
    }

    /// <summary>Lets interceptors decide. The buffer of the loop is needed for others meanwhile.</summary>
    private void Wait(PendingHandshake pending, ReadOnlySpan<byte> received)
    {
        (_pending, _interception) = (pending, pending.Interception);
        if (_partial is null)
        {
            _partial = new HeadBuffer(host.Server.Memory, SmallestBuffer);
            Hold(pending, received);
        }

        if (_pending is not null)
        {
            _ = ResumeAsync(pending);
        }
    }

    private void Hold(PendingHandshake pending, ReadOnlySpan<byte> received)
    {
        if (!_partial!.TryAppend(received))
        {
            host.Server.Metrics.MemoryRefused("host", TagName.Of(MemoryUse.Head));
            _pending = null;
            _ = host.Heads.Refuse(
                host.Responses, HandshakeRefusal.MemoryFull, pending.Interception.Route, interception: pending.Interception);
            Refuse();
        }
        else if (_partial.Written.Length - pending.Consumed >= MostBehind)
        {
            _socket.StopReceiving();
        }
    }

    /// <summary>Goes on when the interceptors have decided, on the loop's thread, unless the handshake is over by then.</summary>
    private async Task ResumeAsync(PendingHandshake pending)
    {
        await pending.Interception.Decided;
        if (_pending != pending)
        {
            return;
        }

        _pending = null;
        try
        {
            Conclude(host.Heads.Complete(pending, host.Responses), _partial!.Written);
            _socket.StartReceiving();
        }
        catch (Exception error)
        {
            LinuxLog.ClientFailed(host.Logger, error);
            _socket.Close();
        }
    }

    private void Refuse()
    {
        _isRefused = true;
        _socket.SendAndReturn(host.Responses.Take());
    }

    private void TimedOut()
    {
        if (_isRefused)
        {
            // It does not take the answer.
            _socket.Abort();
            return;
        }

        _ = host.Heads.TimeOut(_pending, host.Responses);
        _pending = null;
        Refuse();
        _deadline = new LoopDeadline(_socket.Loop, host.Server.HandshakeTimeout, static client => ((HandshakeClient)client!).TimedOut(), this);
    }

    private void End()
    {
        _deadline?.Dispose();
        _partial?.Dispose();
        (_deadline, _partial) = (null, null);
        if (_pending is { } pending)
        {
            // The loop stops.
            _pending = null;
            _ = host.Heads.Abandon(pending, new OperationCanceledException("The listener has stopped before the handshake was answered."));
        }

        if (_connection is { } connection && !_isOpen)
        {
            // It has come to no session, which would dispose it.
            _connection = null;
            _ = DisposeAsync(connection, _interception?.Ended ?? Task.CompletedTask);
        }
    }

    /// <summary>Disposes the services when no interceptor may use them any more.</summary>
    private async Task DisposeAsync(LoopConnectionFacts connection, Task ended)
    {
        try
        {
            await ended;
            await connection.DisposeAsync();
        }
        catch (Exception error)
        {
            LinuxLog.ServicesFailed(host.Logger, error);
        }
    }
}
