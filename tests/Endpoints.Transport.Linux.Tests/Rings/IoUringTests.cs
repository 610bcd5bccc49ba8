using Endpoints.Transport.Linux.Native;
using Endpoints.Transport.Linux.Rings;

namespace Endpoints.Transport.Linux.Tests.Rings;

/// <summary>The rings by themselves. A ring is of one thread, so none of these tests awaits.</summary>
public sealed unsafe class IoUringTests
{
    // IORING_OP_NOP, IORING_OP_TIMEOUT.
    private const Operation Nothing = 0;

    private static void PrepareNothing(IoUring ring, ulong name)
    {
        var submission = ring.Prepare();
        submission->Operation = Nothing;
        submission->UserData = name;
    }

    [Fact]
    public void The_probe_finds_that_this_kernel_can_do_it() => Assert.Null(UringProbe.FindObstacle());

    [Fact]
    public void Submissions_complete_in_order_round_after_round()
    {
        using var ring = IoUring.Open(8, 16);
        ulong next = 0;
        ulong expected = 0;
        for (var round = 0; round < 1000; round++)
        {
            for (var i = 0; i <= round % 8; i++)
            {
                PrepareNothing(ring, next++);
            }

            ring.SubmitAndWait(-1);
            while (ring.TryTake(out var completion))
            {
                Assert.Equal((expected++, 0), (completion.UserData, completion.Result));
            }
        }

        Assert.Equal(next, expected);
    }

    [Fact]
    public void A_full_ring_is_handed_over_and_nothing_is_lost()
    {
        using var ring = IoUring.Open(4, 1024);
        for (ulong i = 0; i < 1000; i++)
        {
            PrepareNothing(ring, i);
        }

        ulong expected = 0;
        while (expected < 1000)
        {
            ring.SubmitAndWait(-1);
            while (ring.TryTake(out var completion))
            {
                Assert.Equal(expected++, completion.UserData);
            }
        }
    }

    /// <summary>The kernel keeps what does not fit, and hands it out as there is room.</summary>
    [Fact]
    public void More_completions_than_there_is_room_for_are_not_lost()
    {
        using var ring = IoUring.Open(64, 64);
        for (ulong i = 0; i < 500; i++)
        {
            PrepareNothing(ring, i);
        }

        HashSet<ulong> seen = [];
        for (var turns = 0; seen.Count < 500; turns++)
        {
            Assert.InRange(turns, 0, 1000);
            ring.SubmitAndWait(seen.Count == 499 ? -1 : 1);
            while (ring.TryTake(out var completion))
            {
                Assert.True(seen.Add(completion.UserData));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1001)]
    public void A_wait_with_a_limit_ends_without_a_completion(int timeout)
    {
        using var ring = IoUring.Open(8, 16);

        ring.SubmitAndWait(timeout);

        Assert.False(ring.HasCompletions);
        Assert.False(ring.TryTake(out _));
    }

    [Fact]
    public void What_is_armed_can_be_cancelled()
    {
        using var ring = IoUring.Open(8, 16);
        using var wake = new Transport.Linux.Loop.WakeEvent();
        var poll = ring.Prepare();
        poll->Operation = Operation.PollAdd;
        poll->Handle = wake.Handle;
        poll->OperationFlags = 1;
        poll->UserData = 7;
        ring.SubmitAndWait(0);
        Assert.False(ring.HasCompletions);

        var cancel = ring.Prepare();
        cancel->Operation = Operation.AsyncCancel;
        cancel->Handle = -1;
        cancel->Address = 7;
        cancel->UserData = 8;
        Dictionary<ulong, int> results = [];
        while (results.Count < 2)
        {
            ring.SubmitAndWait(-1);
            while (ring.TryTake(out var completion))
            {
                results.Add(completion.UserData, completion.Result);
            }
        }

        Assert.Equal((-Errno.Canceled, 0), (results[7], results[8]));
    }

    [Fact]
    public void A_ring_that_the_kernel_refuses_says_why()
    {
        var error = Assert.Throws<IOException>(() => IoUring.Open(0, 0));

        Assert.Contains("io_uring_setup", error.Message, StringComparison.Ordinal);
        Assert.Contains("errno 22", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_dispose_does_nothing()
    {
        var ring = IoUring.Open(8, 16);
        ring.Dispose();
        ring.Dispose();
    }
}
