using System.Runtime.InteropServices;
using Endpoints.Transport.Linux.Loop;

namespace Endpoints.Transport.Linux.Tests.Loop;

public sealed class PinnedPoolTests
{
    [Theory]
    [InlineData(0, 256)]
    [InlineData(1, 256)]
    [InlineData(256, 256)]
    [InlineData(257, 512)]
    [InlineData(65_536, 65_536)]
    [InlineData(65_537, 131_072)]
    [InlineData(4 * 1024 * 1024, 4 * 1024 * 1024)]
    [InlineData((4 * 1024 * 1024) + 1, (4 * 1024 * 1024) + 1)]
    public void Sizes_are_powers_of_two_up_to_the_limit_and_exact_past_it(int asked, int got)
    {
        var array = PinnedPool.Shared.Rent(asked);
        Assert.Equal(got, array.Length);
        PinnedPool.Shared.Return(array);
    }

    [Fact]
    public void A_negative_length_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => PinnedPool.Shared.Rent(-1));

    [Fact]
    public unsafe void Arrays_stay_where_they_are()
    {
        var array = PinnedPool.Shared.Rent(1000);
        nint before;
        fixed (byte* address = array)
        {
            before = (nint)address;
        }

        for (var i = 0; i < 3; i++)
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        }

        Assert.Equal(before, (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array)));
        PinnedPool.Shared.Return(array);
    }

    /// <summary>Of a size that nothing else in these tests asks for.</summary>
    [Fact]
    public void A_thread_of_its_own_gets_back_what_it_returned_and_arrays_of_other_lengths_are_dropped()
    {
        byte[]? first = null;
        byte[]? second = null;
        byte[]? third = null;
        var thread = new Thread(() =>
        {
            PinnedPool.AdoptThread();
            first = PinnedPool.Shared.Rent(512 * 1024);
            PinnedPool.Shared.Return(first);
            PinnedPool.Shared.Return(new byte[(512 * 1024) - 1]);
            second = PinnedPool.Shared.Rent(512 * 1024);
            third = PinnedPool.Shared.Rent(512 * 1024);
        });
        thread.Start();
        thread.Join();

        Assert.Same(first, second);
        Assert.NotSame(first, third);
        Assert.Equal(512 * 1024, third!.Length);
    }

    [Fact]
    public void No_array_is_lent_twice_at_a_time()
    {
        const int Rounds = 20_000;
        Parallel.For(0, 4, worker =>
        {
            if (worker % 2 == 0)
            {
                PinnedPool.AdoptThread();
            }

            var random = new Random(worker);
            List<byte[]> lent = [];
            for (var i = 0; i < Rounds; i++)
            {
                if (lent.Count == 0 || (lent.Count < 20 && random.Next(2) == 0))
                {
                    var array = PinnedPool.Shared.Rent(random.Next(1, 3000));
                    array[0] = (byte)worker;
                    array[^1] = (byte)worker;
                    lent.Add(array);
                }
                else
                {
                    var index = random.Next(lent.Count);
                    Assert.Equal((worker, worker), (lent[index][0], lent[index][^1]));
                    PinnedPool.Shared.Return(lent[index]);
                    lent.RemoveAt(index);
                }
            }
        });
    }
}
