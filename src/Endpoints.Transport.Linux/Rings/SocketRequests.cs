namespace Endpoints.Transport.Linux.Rings;

/// <summary>
/// What an engine asks of the kernel for its sockets, each by a name of its own: what is asked, and the slot for which. Of the ring's thread only.
/// </summary>
internal sealed unsafe class SocketRequests(IoUring ring)
{
    /// <summary>The group of buffers that receives take theirs from.</summary>
    public const ushort ReceiveGroup = 1;

    /// <summary>What a watch reports of a connection that broke (<c>poll(2)</c>).</summary>
    public const int PollError = 0x8;

    private const int KindBits = 8;
    private const uint PollIn = 0x1;
    private const uint AcceptFlags = 0x80000; // SOCK_CLOEXEC
    private const uint SendFlags = 0x4000 | 0x100; // MSG_NOSIGNAL, and MSG_WAITALL: the kernel goes on after a partial send

    /// <summary>What a completion answers.</summary>
    public static (RequestKind Kind, int Slot) Read(in Completion completion) =>
        ((RequestKind)(byte)completion.UserData, (int)(completion.UserData >> KindBits));

    /// <summary>Accepts connections until it is cancelled or fails.</summary>
    public void Accept(int handle, int slot)
    {
        var submission = Begin(Operation.Accept, handle, RequestKind.Accept, slot);
        submission->Priority = Submission.MultishotAccept;
        submission->OperationFlags = AcceptFlags;
    }

    /// <summary>Receives into buffers of <see cref="ReceiveGroup"/> until it is cancelled or fails, or the buffers run out.</summary>
    public void Receive(int handle, int slot)
    {
        var submission = Begin(Operation.Receive, handle, RequestKind.Receive, slot);
        submission->Options = SubmissionOptions.BufferSelect;
        submission->Priority = Submission.MultishotReceive;
        submission->BufferGroup = ReceiveGroup;
    }

    /// <summary>Sends bytes, all of them where the kernel can.</summary>
    /// <param name="handle">The socket.</param>
    /// <param name="slot">Its slot.</param>
    /// <param name="bytes">Pinned, and unchanged until the completion.</param>
    public void Send(int handle, int slot, ReadOnlySpan<byte> bytes)
    {
        var submission = Begin(Operation.Send, handle, RequestKind.Send, slot);
        fixed (byte* address = bytes)
        {
            submission->Address = (ulong)address;
        }

        submission->Length = (uint)bytes.Length;
        submission->OperationFlags = SendFlags;
    }

    /// <summary>Reports once when the connection breaks or hangs up, and not what there is to read.</summary>
    public void Watch(int handle, int slot)
    {
        // Errors and hang-ups are reported without being asked for.
        var submission = Begin(Operation.PollAdd, handle, RequestKind.Watch, slot);
        submission->OperationFlags = 0;
    }

    /// <summary>Reports once when the event that wakes the loop is set.</summary>
    public void WatchWake(int handle)
    {
        var submission = Begin(Operation.PollAdd, handle, RequestKind.Wake, 0);
        submission->OperationFlags = PollIn;
    }

    /// <summary>Cancels what was asked for by another; that completes, too.</summary>
    public void Cancel(RequestKind kind, int slot)
    {
        var submission = Begin(Operation.AsyncCancel, -1, RequestKind.Cancel, slot);
        submission->Address = NameOf(kind, slot);
    }

    private Submission* Begin(Operation operation, int handle, RequestKind kind, int slot)
    {
        var submission = ring.Prepare();
        submission->Operation = operation;
        submission->Handle = handle;
        submission->UserData = NameOf(kind, slot);
        return submission;
    }

    private static ulong NameOf(RequestKind kind, int slot) => ((ulong)(uint)slot << KindBits) | (byte)kind;
}
