using Endpoints.Transport.Linux.Native;

namespace Endpoints.Transport.Linux.Rings;

/// <summary>
/// Finds out whether io_uring does here what the loop needs, by doing it: a ring, a ring of buffers, and a receive that stays armed. A kernel
/// may lack parts of it, and containers commonly refuse it altogether.
/// </summary>
internal static unsafe class UringProbe
{
    private const int Unix = 1;
    private const int Stream = 1;
    private const int Patience = 1000;
    private const ushort Group = 1;

    /// <summary>Why io_uring cannot be used; <see langword="null"/> when it can.</summary>
    public static string? FindObstacle()
    {
        try
        {
            using var ring = IoUring.Open(8, 16);
            using var buffers = new BufferRing(ring, Group, headroom: 0, size: 64, initial: 2, most: 2, isGuarded: false);
            return ReceivesTwice(ring, buffers) ? null : "the kernel has no receive that stays armed (6.0 has)";
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }

    private static bool ReceivesTwice(IoUring ring, BufferRing buffers)
    {
        var pair = stackalloc int[2];
        if (LibC.SocketPair(Unix, Stream, 0, pair) < 0)
        {
            throw Errno.ToException(Errno.Last, "socketpair");
        }

        try
        {
            var receive = ring.Prepare();
            receive->Operation = Operation.Receive;
            receive->Options = SubmissionOptions.BufferSelect;
            receive->Priority = Submission.MultishotReceive;
            receive->BufferGroup = buffers.Group;
            receive->Handle = pair[0];
            for (byte sent = 1; sent <= 2; sent++)
            {
                _ = LibC.Write(pair[1], &sent, 1);
                ring.SubmitAndWait(Patience);
                if (!ring.TryTake(out var completion) || completion is not { HasBuffer: true, HasMore: true, Result: 1 }
                    || buffers.Read(completion.BufferId, 1)[0] != sent)
                {
                    return false;
                }
            }

            return true;
        }
        finally
        {
            LibC.Close(pair[0]);
            LibC.Close(pair[1]);
        }
    }
}
