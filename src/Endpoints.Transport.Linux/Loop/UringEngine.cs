using Endpoints.Transport.Linux.Native;
using Endpoints.Transport.Linux.Rings;

namespace Endpoints.Transport.Linux.Loop;

/// <summary>
/// The loop on io_uring: accepts and receives are armed once and complete many times, receives take their memory from a ring of shared
/// buffers, and everything that a turn wants to send goes to the kernel in the one call that also waits for the next turn.
/// </summary>
internal sealed class UringEngine : LoopEngine
{
    private const uint Submissions = 4096;
    private const uint Completions = 16 * 1024;

    private readonly IoUring _ring;
    private readonly SocketRequests _requests;
    private readonly BufferRing _buffers;
    private readonly BufferDemand _demand;
    private readonly EventLoop _loop;
    private readonly WakeEvent _wake = new();
    private readonly SlotTable<LoopListener> _listeners = new();

    // The buffer that a client is reading.
    private ushort _delivered;

    /// <param name="loop">Whose engine it is.</param>
    /// <param name="settings">Sizes.</param>
    public UringEngine(EventLoop loop, EngineSettings settings)
    {
        _loop = loop;
        _ring = IoUring.Open(Submissions, Completions);
        _requests = new SocketRequests(_ring);
        try
        {
            _buffers = new BufferRing(
                _ring,
                SocketRequests.ReceiveGroup,
                ISocketClient.Headroom,
                settings.ReceiveBufferSize,
                settings.MinReceiveBuffers,
                settings.MaxReceiveBuffers,
                settings.IsGuarded);
        }
        catch
        {
            _ring.Dispose();
            _wake.Dispose();
            throw;
        }

        _demand = new BufferDemand(settings.MinReceiveBuffers);
        _requests.WatchWake(_wake.Handle);
    }

    public override string Name => "io_uring";

    public override void StartAccepting(LoopListener listener)
    {
        listener.Slot = _listeners.Add(listener);
        Accept(listener);
    }

    public override void StopAccepting(LoopListener listener)
    {
        if (listener.IsArmed)
        {
            _requests.Cancel(RequestKind.Accept, listener.Slot);
        }
        else
        {
            Release(listener);
        }
    }

    public override void Add(LoopSocket socket) => socket.Slot = Sockets.Add(socket);

    public override void StartReceiving(LoopSocket socket)
    {
        if ((socket.State & (SocketState.Armed | SocketState.Disarming)) == 0)
        {
            Arm(socket);
        }
    }

    public override void StopReceiving(LoopSocket socket)
    {
        if ((socket.State & (SocketState.Armed | SocketState.Disarming)) == SocketState.Armed)
        {
            socket.State |= SocketState.Disarming;
            _requests.Cancel(RequestKind.Receive, socket.Slot);
        }

        if ((socket.State & (SocketState.Watched | SocketState.Closing)) == 0)
        {
            socket.State |= SocketState.Watched;
            socket.Operations++;
            _requests.Watch(socket.Handle, socket.Slot);
        }
    }

    public override void StartSending(LoopSocket socket)
    {
        socket.Operations++;
        _requests.Send(socket.Handle, socket.Slot, socket.Unsent);
    }

    public override void Close(LoopSocket socket)
    {
        if (socket.Operations == 0)
        {
            Release(socket);
            return;
        }

        if ((socket.State & SocketState.Armed) != 0)
        {
            _requests.Cancel(RequestKind.Receive, socket.Slot);
        }

        if ((socket.State & SocketState.Sending) != 0)
        {
            _requests.Cancel(RequestKind.Send, socket.Slot);
        }

        if ((socket.State & SocketState.Watched) != 0)
        {
            _requests.Cancel(RequestKind.Watch, socket.Slot);
        }
    }

    public override void RunOnce()
    {
        _ring.SubmitAndWait(_loop.GetTimeout());
        _loop.BeginTurn();
        while (_ring.TryTake(out var completion))
        {
            Complete(in completion);
        }

        _buffers.Publish();
    }

    public override byte[] Input => _buffers.ArrayOf(_delivered);

    public override byte[] TakeInput() => _buffers.Exchange(_delivered);

    public override void Wake() => _wake.Set();

    public override void Dispose()
    {
        _buffers.Dispose();
        _ring.Dispose();
        _wake.Dispose();
    }

    private void Complete(in Completion completion)
    {
        var (kind, slot) = SocketRequests.Read(in completion);
        switch (kind)
        {
            case RequestKind.Receive:
                CompleteReceive(Sockets.Find(slot)!, in completion);
                break;
            case RequestKind.Send:
                CompleteSend(Sockets.Find(slot)!, completion.Result);
                break;
            case RequestKind.Accept:
                CompleteAccept(_listeners.Find(slot)!, in completion);
                break;
            case RequestKind.Watch:
                CompleteWatch(Sockets.Find(slot)!, completion.Result);
                break;
            case RequestKind.Wake:
                _wake.Reset();
                _requests.WatchWake(_wake.Handle);
                break;
        }
    }

    private void CompleteReceive(LoopSocket socket, in Completion completion)
    {
        if (!completion.HasMore)
        {
            socket.State &= ~(SocketState.Armed | SocketState.Disarming);
            socket.Operations--;
        }

        if (completion.HasBuffer)
        {
            if (completion.Result > 0 && !socket.IsClosed)
            {
                _delivered = completion.BufferId;
                _loop.Deliver(socket, _buffers.Read(completion.BufferId, completion.Result));
            }

            if (_demand.Used(_buffers.Count))
            {
                _buffers.Return(completion.BufferId);
            }
            else
            {
                _buffers.Drop(completion.BufferId);
            }
        }

        if (completion.HasMore)
        {
            return;
        }

        if (completion.Result == -Errno.NoBuffers)
        {
            _demand.RanOut();
            _buffers.Grow(_buffers.Count);
        }

        if (socket.IsClosed)
        {
            ReleaseWhenIdle(socket);
        }
        else if (completion.Result > 0 || completion.Result is -Errno.NoBuffers or -Errno.Canceled)
        {
            // A receive that gave way to a pause, or ended by itself, is armed again where it is wanted.
            if ((socket.State & SocketState.Receiving) != 0)
            {
                Arm(socket);
            }
        }
        else
        {
            End(socket, -completion.Result);
        }
    }

    private void CompleteSend(LoopSocket socket, int result)
    {
        socket.Operations--;
        if (socket.IsClosed)
        {
            socket.DropBatch();
            ReleaseWhenIdle(socket);
        }
        else if (result <= 0)
        {
            socket.DropBatch();
            Break(socket, -result);
        }
        else if (socket.Advance(result))
        {
            _loop.CallSent(socket);
        }
        else
        {
            StartSending(socket);
        }
    }

    private void CompleteAccept(LoopListener listener, in Completion completion)
    {
        if (completion.Result >= 0)
        {
            listener.Accepted(completion.Result);
        }

        if (completion.HasMore)
        {
            return;
        }

        listener.IsArmed = false;
        if (listener.IsStopping)
        {
            Release(listener);
        }
        else if (completion.Result >= 0)
        {
            Accept(listener);
        }
        else
        {
            listener.Failed(-completion.Result, () => Accept(listener));
        }
    }

    private void CompleteWatch(LoopSocket socket, int result)
    {
        socket.State &= ~SocketState.Watched;
        socket.Operations--;
        if (socket.IsClosed)
        {
            ReleaseWhenIdle(socket);
        }
        else if (result > 0 && (result & SocketRequests.PollError) != 0 && (socket.State & SocketState.Receiving) == 0)
        {
            // A mere hang-up, as of a Unix socket that was closed, is found behind what there is to read.
            End(socket, Errno.ConnectionReset);
        }
    }

    private void End(LoopSocket socket, int errno)
    {
        socket.State &= ~SocketState.Receiving;
        if ((socket.State & SocketState.Ended) == 0 || errno != 0)
        {
            socket.State |= SocketState.Ended;
            _loop.CallEnded(socket, errno);
        }
    }

    // Its client may know already that nothing comes any more, but not that nothing can be sent.
    private void Break(LoopSocket socket, int errno)
    {
        if ((socket.State & SocketState.Ended) != 0)
        {
            socket.Close();
        }
        else
        {
            End(socket, errno);
        }
    }

    private void Arm(LoopSocket socket)
    {
        socket.State |= SocketState.Armed;
        socket.Operations++;
        _requests.Receive(socket.Handle, socket.Slot);
    }

    private void Accept(LoopListener listener)
    {
        listener.IsArmed = true;
        _requests.Accept(listener.Handle, listener.Slot);
    }

    private void ReleaseWhenIdle(LoopSocket socket)
    {
        // Its client may have closed it from within the last completion.
        if (socket.Operations == 0 && (socket.State & SocketState.Closed) == 0)
        {
            Release(socket);
        }
    }

    private void Release(LoopListener listener)
    {
        _listeners.Remove(listener.Slot);
        listener.Stopped();
    }

    private void Release(LoopSocket socket)
    {
        Sockets.Remove(socket.Slot);
        LibC.Close(socket.Handle);
        _loop.Remove(socket);
    }
}
