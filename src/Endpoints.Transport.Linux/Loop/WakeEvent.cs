using Endpoints.Transport.Linux.Native;

namespace Endpoints.Transport.Linux.Loop;

/// <summary>An <c>eventfd(2)</c>, by which other threads end a loop's wait.</summary>
internal sealed unsafe class WakeEvent : IDisposable
{
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;

    private readonly Lock _gate = new();
    private bool _isClosed;

    public WakeEvent()
    {
        Handle = LibC.EventFd(0, NonBlocking | CloseOnExec);
        if (Handle < 0)
        {
            throw Errno.ToException(Errno.Last, "eventfd");
        }
    }

    public int Handle { get; }

    /// <summary>Makes the handle readable. From any thread, and without effect after the end.</summary>
    public void Set()
    {
        // The number of a closed handle may be somebody else's by now.
        lock (_gate)
        {
            if (!_isClosed)
            {
                ulong one = 1;
                _ = LibC.Write(Handle, &one, sizeof(ulong));
            }
        }
    }

    /// <summary>Makes the handle unreadable again.</summary>
    public void Reset()
    {
        ulong value;
        _ = LibC.Read(Handle, &value, sizeof(ulong));
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            LibC.Close(Handle);
        }
    }
}
