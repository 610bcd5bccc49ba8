namespace Endpoints.Transport.Linux.Rings;

/// <summary><c>enum io_uring_op</c>, as far as it is used.</summary>
internal enum Operation : byte
{
    PollAdd = 6,
    Accept = 13,
    AsyncCancel = 14,
    Read = 22,
    Send = 26,
    Receive = 27,
}

/// <summary>Flags of a submission.</summary>
[Flags]
internal enum SubmissionOptions : byte
{
    None = 0,

    /// <summary>The kernel takes a buffer of the group.</summary>
    BufferSelect = 1 << 5,
}
