using Endpoints.Connections.Limiting;

namespace Endpoints.Runtime.Tests.Connections.Limiting;

public sealed class SessionPlacesTests
{
    private readonly SessionPlaces _places = new();

    [Fact]
    public void The_last_place_is_taken_and_one_past_it_is_not()
    {
        var bounds = new SessionBounds(2, null, null);

        Assert.Equal(SessionBound.None, _places.TryTake(bounds, null, null, out var first));
        Assert.Equal(SessionBound.None, _places.TryTake(bounds, null, null, out _));
        Assert.Equal(SessionBound.SessionsFull, _places.TryTake(bounds, null, null, out var none));
        Assert.Null(none);

        first!.Dispose();
        first.Dispose();
        Assert.Equal(1, _places.Count);
        Assert.Equal(SessionBound.None, _places.TryTake(bounds, null, null, out _));
        Assert.Equal(SessionBound.SessionsFull, _places.TryTake(bounds, null, null, out _));
    }

    [Fact]
    public void Addresses_and_users_have_places_of_their_own_and_nobody_is_not_bounded()
    {
        var bounds = new SessionBounds(null, 1, 2);

        Assert.Equal(SessionBound.None, _places.TryTake(bounds, 1u, "a", out _));
        Assert.Equal(SessionBound.AddressSessionsFull, _places.TryTake(bounds, 1u, "b", out _));
        Assert.Equal(SessionBound.None, _places.TryTake(bounds, 2u, "a", out _));
        Assert.Equal(SessionBound.UserSessionsFull, _places.TryTake(bounds, 3u, "a", out _));
        Assert.Equal(SessionBound.None, _places.TryTake(bounds, 3u, "A", out _));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(SessionBound.None, _places.TryTake(bounds, null, null, out _));
        }
    }

    [Fact]
    public void Who_is_refused_has_taken_nothing_and_who_has_no_session_is_forgotten()
    {
        var bounds = new SessionBounds(10, 10, 1);
        Assert.Equal(SessionBound.None, _places.TryTake(bounds, 1u, "a", out var place));
        Assert.Equal(SessionBound.UserSessionsFull, _places.TryTake(bounds, 2u, "a", out _));
        Assert.Equal((1, 2), (_places.Count, _places.Remembered));

        place!.Dispose();

        Assert.Equal((0, 0), (_places.Count, _places.Remembered));
    }

    [Fact]
    public async Task However_many_come_at_once_the_bounds_hold_and_no_place_is_lost()
    {
        var bounds = new SessionBounds(20, 6, 5);
        var most = 0;
        var tooMany = 0;
        var refused = 0;
        var held = new int[4];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            var random = new Random(worker);
            var mine = new Queue<(SessionPlace Place, int Address)>();
            for (var i = 0; i < 20_000; i++)
            {
                var address = random.Next(4);
                if (mine.Count < 8 && _places.TryTake(bounds, (UInt128)address, $"{random.Next(5)}", out var place) == SessionBound.None)
                {
                    tooMany += Interlocked.Increment(ref held[address]) > 6 ? 1 : 0;
                    mine.Enqueue((place!, address));
                    InterlockedMax(ref most, _places.Count);
                }
                else
                {
                    Interlocked.Increment(ref refused);
                    Release(mine);
                }
            }

            while (mine.Count > 0)
            {
                Release(mine);
            }
        })));

        Assert.Equal(0, tooMany);
        Assert.InRange(most, 2, 20);
        Assert.NotEqual(0, refused);
        Assert.Equal((0, 0), (_places.Count, _places.Remembered));

        void Release(Queue<(SessionPlace Place, int Address)> mine)
        {
            if (mine.TryDequeue(out var oldest))
            {
                Interlocked.Decrement(ref held[oldest.Address]);
                oldest.Place.Dispose();
            }
        }

        static void InterlockedMax(ref int most, int value)
        {
            int seen;
            while ((seen = Volatile.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, seen) != seen)
            {
            }
        }
    }
}
