using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Endpoints.Transport.Linux.Native;

/// <summary><c>struct epoll_event</c> (<c>epoll_ctl(2)</c>) as bytes: the kernel packs it on x64, and nowhere else.</summary>
internal static unsafe class EpollEvent
{
    public const uint Readable = 0x1;
    public const uint Writable = 0x4;
    public const uint Error = 0x8;
    public const uint HangUp = 0x10;

    /// <summary>Only one of several waiting loops is woken.</summary>
    public const uint Exclusive = 1u << 28;

    /// <summary>Bytes that one event takes at most.</summary>
    public const int MaxSize = 16;

    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture == Architecture.X64;

    public static void Write(byte* destination, uint events, ulong data)
    {
        Unsafe.WriteUnaligned(destination, events);
        Unsafe.WriteUnaligned(destination + DataOffset, data);
    }

    /// <summary>Reads one event of an array of the kernel's.</summary>
    public static uint Read(byte* array, int index, out ulong data)
    {
        var source = array + (index * (DataOffset + sizeof(ulong)));
        data = Unsafe.ReadUnaligned<ulong>(source + DataOffset);
        return Unsafe.ReadUnaligned<uint>(source);
    }

    private static int DataOffset => IsPacked ? 4 : 8;
}
