using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Endpoints.Diagnostics;
using Endpoints.Transport.Linux.Loop;
using Endpoints.Transport.Linux.Native;

namespace Endpoints.Transport.Linux.Rings;

/// <summary>
/// The receive memory of a loop: buffers that the kernel takes from a shared ring when data comes (<c>io_uring_register(2)</c>,
/// IORING_REGISTER_PBUF_RING), so that no idle session holds one. Their number follows the activity. Of the loop's thread only.
/// </summary>
/// <remarks>
/// Each buffer has one owner at any time: the ring, from <see cref="Return"/> until a completion names it, and then whoever handles that
/// completion. The arrays are of <see cref="PinnedPool"/>: one that is <see cref="Exchange">exchanged</see> is not the ring's any more, and
/// may be sent as it is. With the guard on, a returned buffer is filled with <see cref="Poison"/>, which no reader may ever meet.
/// </remarks>
internal sealed unsafe class BufferRing : IDisposable
{
    public const byte Poison = 0xDB;

    private const int RegisterBufferRing = 22;
    private const int UnregisterBufferRing = 23;
    private const int EntrySize = 16;
    private const int TailOffset = 14;
    private const nuint PageSize = 4096;
    private const int CacheLine = 64;

    private readonly IoUring _ring;
    private readonly byte* _entries;
    private readonly byte[]?[] _buffers;
    private readonly ushort[] _starts;
    private readonly Stack<ushort> _unused = new();
    private readonly int _headroom;
    private readonly bool _isGuarded;
    private ushort _tail;
    private int _given;

    /// <param name="ring">Whose completions name the buffers.</param>
    /// <param name="group">The number of the group in submissions.</param>
    /// <param name="headroom">Bytes in front of what is received that the kernel does not see.</param>
    /// <param name="size">Bytes of each buffer, headroom and alignment included.</param>
    /// <param name="initial">Buffers to begin with.</param>
    /// <param name="most">Buffers at most; a power of two, up to 32,768.</param>
    /// <param name="isGuarded">Whether returned buffers are overwritten.</param>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public BufferRing(IoUring ring, ushort group, int headroom, int size, int initial, int most, bool isGuarded)
    {
        (_ring, Group, _headroom, Size, _isGuarded) = (ring, group, headroom, size, isGuarded);
        _buffers = new byte[most][];
        _starts = new ushort[most];
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

        PinnedMemory.Add(most * EntrySize);
        for (var id = most - 1; id >= 0; id--)
        {
            _unused.Push((ushort)id);
        }

        Grow(initial);
    }

    public ushort Group { get; }

    /// <summary>Bytes of a buffer. What one receive takes is less by the headroom and the alignment.</summary>
    public int Size { get; }

    /// <summary>Buffers that exist.</summary>
    public int Count => _buffers.Length - _unused.Count;

    /// <summary>What a completion has put into a buffer, behind the headroom.</summary>
    public Span<byte> Read(ushort id, int length) => _buffers[id].AsSpan(_starts[id] - _headroom, _headroom + length);

    /// <summary>The array of a buffer.</summary>
    public byte[] ArrayOf(ushort id) => _buffers[id]!;

    /// <summary>Takes the array of a buffer out of the ring, which gets another for it. Whoever takes it returns it to <see cref="PinnedPool"/>.</summary>
    public byte[] Exchange(ushort id)
    {
        var taken = _buffers[id]!;
        Allocate(id);
        return taken;
    }

    /// <summary>Adds buffers; the kernel sees them with <see cref="Publish"/>.</summary>
    /// <returns>How many were added: fewer than asked for at the limit.</returns>
    public int Grow(int count)
    {
        var added = Math.Min(count, _unused.Count);
        for (var i = 0; i < added; i++)
        {
            var id = _unused.Pop();
            Allocate(id);
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
            _buffers[id].AsSpan().Fill(Poison);
        }

        Give(id);
    }

    /// <summary>Frees a buffer instead of giving it back: there are more than the activity needs.</summary>
    public void Drop(ushort id)
    {
        PinnedPool.Shared.Return(_buffers[id]!);
        _buffers[id] = null;
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
            if (buffer is not null)
            {
                PinnedPool.Shared.Return(buffer);
            }
        }

        Array.Clear(_buffers);
        PinnedMemory.Add(-_buffers.Length * EntrySize);
        NativeMemory.AlignedFree(_entries);
    }

    private void Allocate(ushort id)
    {
        var array = PinnedPool.Shared.Rent(Size);
        var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        _buffers[id] = array;
        _starts[id] = (ushort)(((address + (nuint)_headroom + CacheLine - 1) & ~(nuint)(CacheLine - 1)) - address);
    }

    private void Give(ushort id)
    {
        // struct io_uring_buf: address, length, id. The last two bytes of the first entry are the ring's tail.
        var entry = _entries + ((_tail & (_buffers.Length - 1)) * EntrySize);
        var array = _buffers[id]!;
        *(ulong*)entry = (ulong)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array)) + _starts[id];
        *(uint*)(entry + 8) = (uint)(array.Length - _starts[id]);
        *(ushort*)(entry + 12) = id;
        _tail++;
        _given++;
    }
}
