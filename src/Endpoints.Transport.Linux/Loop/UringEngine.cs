using Endpoints.Transport.Linux.Native;
using Endpoints.Transport.Linux.Rings;

namespace Endpoints.Transport.Linux.Loop;

/// <summary>
/// The loop on io_uring: accepts and receives are armed once and complete many times, receives take their memory from a ring of shared
/// buffers, and everything that a turn wants to send goes to the kernel in the one call that also waits for the next turn.
/// </summary>
internal sealed unsafe class UringEngine : LoopEngine
{
    private const uint Submissions = 4096;
    private const uint Completions = 16 * 1024;
    private const ushort ReceiveGroup = 1;
    private const int KindBits = 8;
    private const uint PollIn = 0x1;
    private const uint AcceptFlags = 0x80000; // SOCK_CLOEXEC
    private const uint SendFlags = 0x4000 | 0x100; // MSG_NOSIGNAL, and MSG_WAITALL: the kernel goes on after a partial send

    private readonly IoUring _ring;
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
        try
        {
            _buffers = new BufferRing(
                _ring,
                ReceiveGroup,
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
        WatchWake();
    }

    private enum Kind : byte
    {
        Wake,
        Accept,
        Receive,
        Send,
        Watch,
        Cancel,
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
            Cancel(Kind.Accept, listener.Slot);
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
            Cancel(Kind.Receive, socket.Slot);
        }

        if ((socket.State & (SocketState.Watched | SocketState.Closing)) == 0)
        {
            // Errors and hang-ups are reported without being asked for; what there is to read is not.
            socket.State |= SocketState.Watched;
            var submission = Begin(Operation.PollAdd, socket.Handle, Kind.Watch, socket.Slot);
            submission->OperationFlags = 0;
            socket.Operations++;
        }
    }

    public override void StartSending(LoopSocket socket)
    {
        var unsent = socket.Unsent;
        var submission = Begin(Operation.Send, socket.Handle, Kind.Send, socket.Slot);
        fixed (byte* address = unsent)
        {
            // Pinned for good, as all of PinnedPool are.
            submission->Address = (ulong)address;
        }

        submission->Length = (uint)unsent.Length;
        submission->OperationFlags = SendFlags;
        socket.Operations++;
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
            Cancel(Kind.Receive, socket.Slot);
        }

        if ((socket.State & SocketState.Sending) != 0)
        {
            Cancel(Kind.Send, socket.Slot);
        }

        if ((socket.State & SocketState.Watched) != 0)
        {
            Cancel(Kind.Watch, socket.Slot);
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
        var slot = (int)(completion.UserData >> KindBits);
        switch ((Kind)(byte)completion.UserData)
        {
            case Kind.Receive:
                CompleteReceive(Sockets.Find(slot)!, in completion);
                break;
            case Kind.Send:
                CompleteSend(Sockets.Find(slot)!, completion.Result);
                break;
            case Kind.Accept:
                CompleteAccept(_listeners.Find(slot)!, in completion);
                break;
            case Kind.Watch:
                CompleteWatch(Sockets.Find(slot)!, completion.Result);
                break;
            case Kind.Wake:
                _wake.Reset();
                WatchWake();
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
        else if (result > 0 && (socket.State & SocketState.Receiving) == 0)
        {
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
        var submission = Begin(Operation.Receive, socket.Handle, Kind.Receive, socket.Slot);
        submission->Options = SubmissionOptions.BufferSelect;
        submission->Priority = Submission.MultishotReceive;
        submission->BufferGroup = ReceiveGroup;
        socket.State |= SocketState.Armed;
        socket.Operations++;
    }

    private void Accept(LoopListener listener)
    {
        var submission = Begin(Operation.Accept, listener.Handle, Kind.Accept, listener.Slot);
        submission->Priority = Submission.MultishotAccept;
        submission->OperationFlags = AcceptFlags;
        listener.IsArmed = true;
    }

    private void WatchWake()
    {
        var submission = Begin(Operation.PollAdd, _wake.Handle, Kind.Wake, 0);
        submission->OperationFlags = PollIn;
    }

    private void Cancel(Kind kind, int slot)
    {
        var submission = Begin(Operation.AsyncCancel, -1, Kind.Cancel, slot);
        submission->Address = NameOf(kind, slot);
    }

    private Submission* Begin(Operation operation, int handle, Kind kind, int slot)
    {
        var submission = _ring.Prepare();
        submission->Operation = operation;
        submission->Handle = handle;
        submission->UserData = NameOf(kind, slot);
        return submission;
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

    private static ulong NameOf(Kind kind, int slot) => ((ulong)(uint)slot << KindBits) | (byte)kind;
}
