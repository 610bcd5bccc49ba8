using System.Net;
using System.Runtime.InteropServices;
using Endpoints.Transport.Linux.Native;

namespace Endpoints.Transport.Linux.Loop;

/// <summary>
/// A connected socket, which stays with its loop for life. But for <see cref="RequestFlush"/> its members are of the loop's thread only.
/// </summary>
internal sealed class LoopSocket(EventLoop loop, int handle, ISocketClient client)
{
    private const int SocketLevel = 1;
    private const int Linger = 13;

    private static readonly Action<object?> MarkDirty = static state => ((LoopSocket)state!).RequestFlush();

    // The batch that is being sent. The array is pinned, and referred to until the kernel has it.
    private byte[]? _batch;
    private int _batchStart;
    private int _batchCount;

    public EventLoop Loop { get; } = loop;

    public int Handle { get; } = handle;

    /// <summary>Where its bytes go. May be set from within a call to the client.</summary>
    public ISocketClient Client { get; set; } = client;

    public bool IsSending => (State & SocketState.Sending) != 0;

    public bool IsClosed => (State & (SocketState.Closing | SocketState.Closed)) != 0;

    internal SocketState State { get; set; }

    /// <summary>Where the engine finds it again.</summary>
    internal int Slot { get; set; }

    /// <summary>Operations that are with the kernel.</summary>
    internal int Operations { get; set; }

    /// <summary>What of the batch was not sent yet.</summary>
    internal ReadOnlySpan<byte> Unsent => _batch.AsSpan(_batchStart, _batchCount);

    /// <summary>Makes the loop call <see cref="ISocketClient.Flush"/> at the end of its turn. From any thread.</summary>
    public void RequestFlush()
    {
        if (EventLoop.Current != Loop)
        {
            Loop.Post(MarkDirty, this);
        }
        else if ((State & (SocketState.Dirty | SocketState.Closed)) == 0)
        {
            State |= SocketState.Dirty;
            Loop.AddDirty(this);
        }
    }

    /// <summary>Begins to receive, or goes on with it.</summary>
    public void StartReceiving()
    {
        if ((State & (SocketState.Receiving | SocketState.Ended | SocketState.Closing | SocketState.Closed)) == 0)
        {
            State |= SocketState.Receiving;
            Loop.Engine.StartReceiving(this);
        }
    }

    /// <summary>Receives no more for now. What the kernel has already handed over may still come.</summary>
    public void StopReceiving()
    {
        if ((State & SocketState.Receiving) != 0)
        {
            State &= ~SocketState.Receiving;
            Loop.Engine.StopReceiving(this);
        }
    }

    /// <summary>Sends a batch; <see cref="ISocketClient.Sent"/> says when it is with the kernel. One at a time.</summary>
    /// <param name="batch">Not empty, of an array of <see cref="PinnedPool"/>, unchanged until then.</param>
    public void Send(ReadOnlyMemory<byte> batch)
    {
        MemoryMarshal.TryGetArray(batch, out var segment);
        Begin(segment, SocketState.Sending);
    }

    /// <summary>As <see cref="Send"/>, and the array goes back to <see cref="PinnedPool"/> by itself, whatever becomes of it.</summary>
    public void SendAndReturn(ArraySegment<byte> batch)
    {
        if (IsClosed)
        {
            PinnedPool.Shared.Return(batch.Array!);
        }
        else
        {
            Begin(batch, SocketState.Sending | SocketState.OwnsBatch);
        }
    }

    /// <summary>Ends our side: the peer sees the end behind what was sent. To be called when nothing is being sent.</summary>
    public void ShutDown()
    {
        if ((State & (SocketState.ShutDown | SocketState.Closing | SocketState.Closed)) == 0)
        {
            State |= SocketState.ShutDown;
            _ = LibC.Shutdown(Handle, 1);
        }
    }

    /// <summary>Closes the socket; what is being sent is given up. <see cref="ISocketClient.Closed"/> follows, perhaps at once.</summary>
    public void Close()
    {
        if (!IsClosed)
        {
            State |= SocketState.Closing;
            State &= ~SocketState.Receiving;
            Loop.Engine.Close(this);
        }
    }

    /// <summary>Closes the socket, and what the kernel still has to send is thrown away: the peer sees a reset.</summary>
    public unsafe void Abort()
    {
        if (!IsClosed)
        {
            // struct linger: on, and no time.
            var now = stackalloc int[2] { 1, 0 };
            _ = LibC.SetSocketOption(Handle, SocketLevel, Linger, now, 2 * sizeof(int));
            Close();
        }
    }

    /// <summary>The peer's address; <see langword="null"/> for a peer without one, and when it is gone.</summary>
    public EndPoint? FindRemoteEndPoint() => KernelAddress.RemoteOf(Handle);

    /// <summary>Our address.</summary>
    public EndPoint? FindLocalEndPoint() => KernelAddress.LocalOf(Handle);

    /// <summary>Notes what the kernel has taken of the batch; true when that was the rest of it.</summary>
    internal bool Advance(int sent)
    {
        _batchStart += sent;
        _batchCount -= sent;
        if (_batchCount > 0)
        {
            return false;
        }

        DropBatch();
        return true;
    }

    /// <summary>The kernel does not refer to the batch any more.</summary>
    internal void DropBatch()
    {
        if ((State & SocketState.OwnsBatch) != 0)
        {
            PinnedPool.Shared.Return(_batch!);
        }

        _batch = null;
        _batchCount = 0;
        State &= ~(SocketState.Sending | SocketState.OwnsBatch);
    }

    private void Begin(ArraySegment<byte> batch, SocketState state)
    {
        if (IsClosed)
        {
            return;
        }

        (_batch, _batchStart, _batchCount) = (batch.Array, batch.Offset, batch.Count);
        State |= state;
        Loop.Engine.StartSending(this);
    }
}
