using System.Runtime.InteropServices;
using Endpoints.Transport.Linux.Native;

namespace Endpoints.Transport.Linux.Rings;

/// <summary>
/// The receive memory of a loop: buffers that the kernel takes from a shared ring when data comes (<c>io_uring_register(2)</c>,
/// IORING_REGISTER_PBUF_RING), so that no idle session holds one. Their number follows the activity. Of the loop's thread only.
/// </summary>
/// <remarks>
/// Each buffer has one owner at any time: the ring, from <see cref="Return"/> until a completion names it, and then whoever handles that
/// completion. With the guard on, a returned buffer is filled with <see cref="Poison"/>, which no reader may ever meet.
/// </remarks>
internal sealed unsafe class BufferRing : IDisposable
{
    public const byte Poison = 0xDB;

    private const int RegisterBufferRing = 22;
    private const int UnregisterBufferRing = 23;
    private const int EntrySize = 16;
    private const int TailOffset = 14;
    private const nuint PageSize = 4096;

    private readonly IoUring _ring;
    private readonly byte* _entries;
    private readonly nint[] _buffers;
    private readonly Stack<ushort> _unused = new();
    private readonly int _headroom;
    private readonly bool _isGuarded;
    private ushort _tail;
    private int _given;

    /// <param name="ring">Whose completions name the buffers.</param>
    /// <param name="group">The number of the group in submissions.</param>
    /// <param name="headroom">Bytes in front of each buffer that the kernel does not see.</param>
    /// <param name="size">Bytes of each buffer, without them.</param>
    /// <param name="initial">Buffers to begin with.</param>
    /// <param name="most">Buffers at most; a power of two, up to 32,768.</param>
    /// <param name="isGuarded">Whether returned buffers are overwritten.</param>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public BufferRing(IoUring ring, ushort group, int headroom, int size, int initial, int most, bool isGuarded)
    {
        (_ring, Group, _headroom, Size, _isGuarded) = (ring, group, headroom, size, isGuarded);
        _buffers = new nint[most];
        _entries = (byte*)NativeMemory.AlignedAlloc((nuint)(most * EntrySize), PageSize);
        new Span<byte>(_entries, most * EntrySize).Clear();

        // struct io_uring_buf_reg: address, number, group, flags.
        var registration = stackalloc ulong[5] { (ulong)_entries, (uint)most | ((ulong)group << 32), 0, 0, 0 };
        var result = ring.Register(RegisterBufferRing, registration, 1);
        if (result < 0)
        {
            NativeMemory.AlignedFree(_entries);
            throw Errno.ToException(-result, "io_uring_register of receive buffers");
        }

        for (var id = most - 1; id >= 0; id--)
        {
            _unused.Push((ushort)id);
        }

        Grow(initial);
    }

    public ushort Group { get; }

    /// <summary>Bytes that one receive takes at most.</summary>
    public int Size { get; }

    /// <summary>Buffers that exist.</summary>
    public int Count => _buffers.Length - _unused.Count;

    /// <summary>What a completion has put into a buffer, behind the headroom.</summary>
    public Span<byte> Read(ushort id, int length) => new((byte*)_buffers[id], _headroom + length);

    /// <summary>Adds buffers; the kernel sees them with <see cref="Publish"/>.</summary>
    /// <returns>How many were added: fewer than asked for at the limit.</returns>
    public int Grow(int count)
    {
        var added = Math.Min(count, _unused.Count);
        for (var i = 0; i < added; i++)
        {
            var id = _unused.Pop();
            _buffers[id] = (nint)NativeMemory.AlignedAlloc((nuint)(_headroom + Size), PageSize);
            Give(id);
        }

        Publish();
        return added;
    }

    /// <summary>Gives a buffer back to the kernel; it sees it with <see cref="Publish"/>.</summary>
    public void Return(ushort id)
    {
        if (_isGuarded)
        {
            new Span<byte>((byte*)_buffers[id], _headroom + Size).Fill(Poison);
        }

        Give(id);
    }

    /// <summary>Frees a buffer instead of giving it back: there are more than the activity needs.</summary>
    public void Drop(ushort id)
    {
        NativeMemory.AlignedFree((void*)_buffers[id]);
        _buffers[id] = 0;
        _unused.Push(id);
    }

    /// <summary>Shows the kernel what was given back.</summary>
    public void Publish()
    {
        if (_given > 0)
        {
            _given = 0;
            Volatile.Write(ref *(ushort*)(_entries + TailOffset), _tail);
        }
    }

    /// <summary>Frees everything; nothing that receives into it may be armed any more.</summary>
    public void Dispose()
    {
        var registration = stackalloc ulong[5] { 0, (ulong)Group << 32, 0, 0, 0 };
        _ring.Register(UnregisterBufferRing, registration, 1);
        foreach (var buffer in _buffers)
        {
            NativeMemory.AlignedFree((void*)buffer);
        }

        Array.Clear(_buffers);
        NativeMemory.AlignedFree(_entries);
    }

    private void Give(ushort id)
    {
        // struct io_uring_buf: address, length, id. The last two bytes of the first entry are the ring's tail.
        var entry = _entries + ((_tail & (_buffers.Length - 1)) * EntrySize);
        *(ulong*)entry = (ulong)(_buffers[id] + _headroom);
        *(uint*)(entry + 8) = (uint)Size;
        *(ushort*)(entry + 12) = id;
        _tail++;
        _given++;
    }
}
