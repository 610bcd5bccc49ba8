using System.Runtime.InteropServices;

namespace Endpoints.Transport.Linux.Rings;

/// <summary><c>struct io_uring_cqe</c>: what became of a submission.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Completion
{
    private const uint Buffer = 1 << 0;
    private const uint More = 1 << 1;

    public readonly ulong UserData;

    /// <summary>What the system call would have returned: a count or a handle, or a negated error number.</summary>
    public readonly int Result;

    private readonly uint _flags;

    /// <summary>Whether the data is in a provided buffer, <see cref="BufferId"/>.</summary>
    public bool HasBuffer => (_flags & Buffer) != 0;

    public ushort BufferId => (ushort)(_flags >> 16);

    /// <summary>Whether the submission stays armed, and more completions of it follow.</summary>
    public bool HasMore => (_flags & More) != 0;
}
