using System.Runtime.InteropServices;
using Endpoints.Transport.Linux.Native;

namespace Endpoints.Transport.Linux.Loop;

/// <summary>
/// The loop on epoll, for kernels and containers that refuse io_uring: one receive buffer for all sockets, in which frames are parsed in place,
/// and one send a socket and turn.
/// </summary>
internal sealed unsafe class EpollEngine : LoopEngine
{
    private const int EventCount = 1024;
    private const int AcceptsAtOnce = 64;
    private const int ReceiveSize = 256 * 1024;
    private const int AddHandle = 1;
    private const int RemoveHandle = 2;
    private const int ModifyHandle = 3;
    private const int CloseOnExec = 0x80000;
    private const int AcceptFlags = 0x80800; // SOCK_CLOEXEC, SOCK_NONBLOCK
    private const int NoSignal = 0x4000;
    private const int DontWait = 0x40;
    private const int KindBits = 2;

    private readonly EventLoop _loop;
    private readonly EngineSettings _settings;
    private readonly int _epoll;
    private readonly WakeEvent _wake = new();
    private readonly SlotTable<LoopListener> _listeners = new();
    private readonly byte* _events = (byte*)NativeMemory.Alloc(EventCount * EpollEvent.MaxSize);
    private byte[] _received = PinnedPool.Shared.Rent(ReceiveSize);

    // Closed since the last wait: events of theirs may still follow, so their slots stay taken until the next.
    private readonly List<int> _released = [];
    private List<LoopSocket> _toSend = [];
    private List<LoopSocket> _sending = [];

    /// <param name="loop">Whose engine it is.</param>
    /// <param name="settings">Whether it is guarded; the sizes are io_uring's.</param>
    public EpollEngine(EventLoop loop, EngineSettings settings)
    {
        (_loop, _settings) = (loop, settings);
        _epoll = LibC.EpollCreate(CloseOnExec);
        if (_epoll < 0)
        {
            throw Errno.ToException(Errno.Last, "epoll_create1");
        }

        Change(AddHandle, _wake.Handle, EpollEvent.Readable, NameOf(Kind.Wake, 0));
    }

    private enum Kind
    {
        Wake,
        Listener,
        Socket,
    }

    public override string Name => "epoll";

    public override void StartAccepting(LoopListener listener)
    {
        listener.Slot = _listeners.Add(listener);
        Accept(listener);
    }

    public override void StopAccepting(LoopListener listener)
    {
        if (listener.IsArmed)
        {
            listener.IsArmed = false;
            Change(RemoveHandle, listener.Handle, 0, 0);
        }

        _listeners.Remove(listener.Slot);
        listener.Stopped();
    }

    public override void Add(LoopSocket socket)
    {
        socket.Slot = Sockets.Add(socket);
        try
        {
            Change(AddHandle, socket.Handle, 0, NameOf(Kind.Socket, socket.Slot));
        }
        catch
        {
            // There is a limit of watched handles, fs.epoll.max_user_watches.
            Sockets.Remove(socket.Slot);
            LibC.Close(socket.Handle);
            throw;
        }
    }

    public override void StartReceiving(LoopSocket socket) => Watch(socket);

    public override void StopReceiving(LoopSocket socket) => Watch(socket);

    public override void StartSending(LoopSocket socket) => _toSend.Add(socket);

    public override void Close(LoopSocket socket)
    {
        socket.DropBatch();

        // The handle leaves the set with its last reference.
        LibC.Close(socket.Handle);
        _released.Add(socket.Slot);
        _loop.Remove(socket);
    }

    public override void RunOnce()
    {
        SendAll();
        foreach (var slot in _released)
        {
            Sockets.Remove(slot);
        }

        _released.Clear();

        // Asked only now: what was sent may have set deadlines and left work behind.
        var count = LibC.EpollWait(_epoll, _events, EventCount, _loop.GetTimeout());
        _loop.BeginTurn();
        for (var i = 0; i < count; i++)
        {
            var events = EpollEvent.Read(_events, i, out var name);
            var slot = (int)(name >> KindBits);
            switch ((Kind)(name & ((1 << KindBits) - 1)))
            {
                case Kind.Socket when Sockets.Find(slot) is { IsClosed: false } socket:
                    Handle(socket, events);
                    break;
                case Kind.Listener when _listeners.Find(slot) is { IsStopping: false } listener:
                    AcceptSome(listener);
                    break;
                case Kind.Wake:
                    _wake.Reset();
                    break;
            }
        }
    }

    public override byte[] Input => _received;

    public override byte[] TakeInput()
    {
        var taken = _received;
        _received = PinnedPool.Shared.Rent(ReceiveSize);
        return taken;
    }

    public override void Wake() => _wake.Set();

    public override void Dispose()
    {
        _wake.Dispose();
        LibC.Close(_epoll);
        NativeMemory.Free(_events);
        PinnedPool.Shared.Return(_received);
    }

    private void Handle(LoopSocket socket, uint events)
    {
        if ((events & EpollEvent.Writable) != 0 && socket.IsSending)
        {
            Send(socket);
        }

        if (socket.IsClosed)
        {
            return;
        }

        if ((socket.State & SocketState.Receiving) != 0)
        {
            if ((events & ~EpollEvent.Writable) != 0)
            {
                Receive(socket);
            }
        }
        else if ((events & EpollEvent.Error) != 0)
        {
            End(socket, Errno.ConnectionReset);
        }
        else if ((events & EpollEvent.HangUp) != 0)
        {
            // As of a Unix socket that was closed: it is found behind what there is to read, and would be reported for ever until then.
            Unlist(socket);
        }
    }

    private void Receive(LoopSocket socket)
    {
        // A client may take it, and leave another.
        var buffer = _received;
        int received;
        fixed (byte* data = &buffer[ISocketClient.Headroom])
        {
            received = (int)LibC.Receive(socket.Handle, data, buffer.Length - ISocketClient.Headroom, DontWait);
        }

        if (received > 0)
        {
            _loop.Deliver(socket, buffer.AsSpan(0, ISocketClient.Headroom + received));
            if (_settings.IsGuarded && buffer == _received)
            {
                buffer.AsSpan().Fill(Rings.BufferRing.Poison);
            }
        }
        else if (received == 0)
        {
            End(socket, 0);
        }
        else if (Errno.Last is var errno and not (Errno.Again or Errno.Interrupted))
        {
            End(socket, errno);
        }
    }

    /// <summary>Sends what was asked for since the last turn, and what follows from that.</summary>
    private void SendAll()
    {
        while (_toSend.Count > 0)
        {
            (_toSend, _sending) = (_sending, _toSend);
            foreach (var socket in _sending)
            {
                if (!socket.IsClosed && socket.IsSending)
                {
                    Send(socket);
                }
            }

            _sending.Clear();
        }
    }

    private void Send(LoopSocket socket)
    {
        nint sent;
        fixed (byte* address = socket.Unsent)
        {
            sent = LibC.Send(socket.Handle, address, socket.Unsent.Length, NoSignal | DontWait);
        }

        if (sent < 0)
        {
            var errno = Errno.Last;
            if (errno is Errno.Again or Errno.Interrupted)
            {
                WaitForRoom(socket, true);
                return;
            }

            socket.DropBatch();
            WaitForRoom(socket, false);
            if ((socket.State & SocketState.Ended) != 0)
            {
                // Its client knows already that nothing comes any more, but not that nothing can be sent.
                socket.Close();
            }
            else
            {
                End(socket, errno);
            }
        }
        else if (socket.Advance((int)sent))
        {
            WaitForRoom(socket, false);
            _loop.CallSent(socket);
        }
        else
        {
            WaitForRoom(socket, true);
        }
    }

    private void WaitForRoom(LoopSocket socket, bool waits)
    {
        if (waits != ((socket.State & SocketState.AwaitsRoom) != 0))
        {
            socket.State ^= SocketState.AwaitsRoom;
            Watch(socket);
        }
    }

    private void End(LoopSocket socket, int errno)
    {
        if ((socket.State & SocketState.Ended) != 0 && errno == 0)
        {
            return;
        }

        socket.State |= SocketState.Ended;
        socket.State &= ~SocketState.Receiving;
        Watch(socket);
        _loop.CallEnded(socket, errno);
    }

    private void Watch(LoopSocket socket)
    {
        var events = ((socket.State & SocketState.Receiving) != 0 ? EpollEvent.Readable : 0)
            | ((socket.State & SocketState.AwaitsRoom) != 0 ? EpollEvent.Writable : 0);
        if (events == 0 && (socket.State & SocketState.Ended) != 0)
        {
            // A broken connection would be reported for ever.
            Unlist(socket);
            return;
        }

        var operation = (socket.State & SocketState.Unlisted) != 0 ? AddHandle : ModifyHandle;
        socket.State &= ~SocketState.Unlisted;
        Change(operation, socket.Handle, events, NameOf(Kind.Socket, socket.Slot));
    }

    private void Unlist(LoopSocket socket)
    {
        if ((socket.State & SocketState.Unlisted) == 0)
        {
            Change(RemoveHandle, socket.Handle, 0, 0);
            socket.State |= SocketState.Unlisted;
        }
    }

    private void AcceptSome(LoopListener listener)
    {
        for (var i = 0; i < AcceptsAtOnce && !listener.IsStopping; i++)
        {
            var handle = LibC.Accept(listener.Handle, null, null, AcceptFlags);
            if (handle >= 0)
            {
                listener.Accepted(handle);
                continue;
            }

            var errno = Errno.Last;
            if (errno != Errno.Again)
            {
                Change(RemoveHandle, listener.Handle, 0, 0);
                listener.IsArmed = false;
                listener.Failed(errno, () => Accept(listener));
            }

            return;
        }
    }

    private void Accept(LoopListener listener)
    {
        listener.IsArmed = true;
        Change(AddHandle, listener.Handle, EpollEvent.Readable | EpollEvent.Exclusive, NameOf(Kind.Listener, listener.Slot));
    }

    private void Change(int operation, int handle, uint events, ulong name)
    {
        var change = stackalloc byte[EpollEvent.MaxSize];
        EpollEvent.Write(change, events, name);
        if (LibC.EpollControl(_epoll, operation, handle, change) < 0)
        {
            throw Errno.ToException(Errno.Last, "epoll_ctl");
        }
    }

    private static ulong NameOf(Kind kind, int slot) => ((ulong)(uint)slot << KindBits) | (uint)kind;
}
