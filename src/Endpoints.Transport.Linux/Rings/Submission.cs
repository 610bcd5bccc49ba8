using System.Runtime.InteropServices;

namespace Endpoints.Transport.Linux.Rings;

/// <summary><c>struct io_uring_sqe</c>: what the kernel is asked to do.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct Submission
{
    [FieldOffset(0)]
    public Operation Operation;

    [FieldOffset(1)]
    public SubmissionOptions Options;

    /// <summary>Flags of accept, receive and send: <see cref="MultishotAccept"/>, <see cref="MultishotReceive"/>.</summary>
    [FieldOffset(2)]
    public ushort Priority;

    [FieldOffset(4)]
    public int Handle;

    [FieldOffset(8)]
    public ulong Offset;

    [FieldOffset(16)]
    public ulong Address;

    [FieldOffset(24)]
    public uint Length;

    /// <summary>Flags of the operation: of <c>send(2)</c>, <c>accept4(2)</c>, the events of a poll.</summary>
    [FieldOffset(28)]
    public uint OperationFlags;

    /// <summary>Comes back with each completion.</summary>
    [FieldOffset(32)]
    public ulong UserData;

    [FieldOffset(40)]
    public ushort BufferGroup;

    public const ushort MultishotAccept = 1;
    public const ushort MultishotReceive = 2;
}
