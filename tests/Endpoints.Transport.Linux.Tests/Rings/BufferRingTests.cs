using Endpoints.Transport.Linux.Native;
using Endpoints.Transport.Linux.Rings;

namespace Endpoints.Transport.Linux.Tests.Rings;

/// <summary>Buffers that the kernel takes by itself. A ring is of one thread, so none of these tests awaits.</summary>
public sealed unsafe class BufferRingTests : IDisposable
{
    private const int Headroom = 32;
    private const int Size = 1024;

    private readonly IoUring _ring = IoUring.Open(8, 64);
    private readonly int[] _pair = new int[2];

    public BufferRingTests()
    {
        fixed (int* pair = _pair)
        {
            Assert.Equal(0, LibC.SocketPair(1, 1, 0, pair));
        }
    }

    public void Dispose()
    {
        _ring.Dispose();
        LibC.Close(_pair[0]);
        LibC.Close(_pair[1]);
    }

    private BufferRing Open(int initial, int most, bool isGuarded = true) => new(_ring, 3, Headroom, Size, initial, most, isGuarded);

    private void Write(byte value, int count)
    {
        var data = new byte[count];
        data.AsSpan().Fill(value);
        fixed (byte* address = data)
        {
            Assert.Equal(count, LibC.Write(_pair[1], address, count));
        }
    }

    private void Arm(BufferRing buffers)
    {
        var receive = _ring.Prepare();
        receive->Operation = Operation.Receive;
        receive->Options = SubmissionOptions.BufferSelect;
        receive->Priority = Submission.MultishotReceive;
        receive->BufferGroup = buffers.Group;
        receive->Handle = _pair[0];
    }

    private Completion Take()
    {
        _ring.SubmitAndWait(5000);
        Assert.True(_ring.TryTake(out var completion), "The kernel did nothing.");
        return completion;
    }

    [Fact]
    public void Buffers_go_round_many_times()
    {
        using var buffers = Open(2, 4);
        Arm(buffers);
        for (var i = 0; i < 1000; i++)
        {
            Write((byte)i, 1 + (i % 500));
            var completion = Take();
            Assert.True(completion.HasBuffer && completion.HasMore);
            var data = buffers.Read(completion.BufferId, completion.Result);
            Assert.Equal(Headroom + 1 + (i % 500), data.Length);
            Assert.Equal(-1, data[Headroom..].IndexOfAnyExcept((byte)i));
            buffers.Return(completion.BufferId);
            buffers.Publish();
        }

        Assert.Equal(2, buffers.Count);
    }

    [Fact]
    public void A_ring_that_runs_out_says_so_grows_and_goes_on()
    {
        using var buffers = Open(1, 4);
        Arm(buffers);
        Write(1, 10);
        var held = Take();
        Write(2, 10);
        var starved = Take();
        Assert.Equal((-Errno.NoBuffers, false, false), (starved.Result, starved.HasMore, starved.HasBuffer));

        Assert.Equal(1, buffers.Grow(buffers.Count));
        Arm(buffers);
        var fed = Take();

        Assert.Equal(10, fed.Result);
        Assert.NotEqual(held.BufferId, fed.BufferId);
        Assert.Equal(1, buffers.Read(held.BufferId, 10)[Headroom]);
        Assert.Equal(2, buffers.Read(fed.BufferId, 10)[Headroom]);
        Assert.Equal(2, buffers.Grow(100));
        Assert.Equal(0, buffers.Grow(1));
        Assert.Equal(4, buffers.Count);
    }

    [Fact]
    public void A_buffer_that_is_dropped_leaves_its_number_to_another()
    {
        using var buffers = Open(2, 2);
        Arm(buffers);
        Write(1, 10);
        buffers.Drop(Take().BufferId);
        Assert.Equal(1, buffers.Count);

        Assert.Equal(1, buffers.Grow(5));
        for (var i = 0; i < 10; i++)
        {
            Write((byte)i, 10);
            var completion = Take();
            Assert.Equal(i, buffers.Read(completion.BufferId, 10)[Headroom]);
            buffers.Return(completion.BufferId);
            buffers.Publish();
        }
    }

    [Fact]
    public void A_guarded_buffer_is_overwritten_as_it_is_returned()
    {
        using var buffers = Open(1, 1);
        Arm(buffers);
        Write(1, 10);
        var id = Take().BufferId;

        buffers.Return(id);

        Assert.Equal(-1, buffers.Read(id, 10).IndexOfAnyExcept(BufferRing.Poison));
    }
}
