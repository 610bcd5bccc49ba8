using Endpoints.Backplanes;
using Microsoft.Extensions.Time.Testing;

namespace Endpoints.Runtime.Tests.Backplanes;

/// <summary>Which topics a process subscribes to, and when it lets go of them.</summary>
public sealed class TopicTableTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_topic_is_the_same_everywhere()
    {
        var topic = BackplaneTopic.Of(TopicKind.Group, "My.Endpoint", "room");

        // A part of the format: other values would not meet those of processes of an earlier version.
        Assert.Equal(topic, BackplaneTopic.Of(TopicKind.Group, "My.Endpoint", "room"));
        Assert.Equal($"{topic.Bucket:x3}", topic.WholeBucket.ToString());
        Assert.StartsWith($"{topic.Bucket:x3}.{topic.Bucket:x3}", topic.ToString(), StringComparison.Ordinal);
        Assert.True(topic.Includes(topic) && topic.WholeBucket.Includes(topic));
        Assert.NotEqual(topic, BackplaneTopic.Of(TopicKind.User, "My.Endpoint", "room"));
        Assert.NotEqual(topic, BackplaneTopic.Of(TopicKind.Group, "My.Endpoin", "troom"));
    }

    [Fact]
    public void Names_that_are_alike_spread_over_all_buckets()
    {
        var buckets = Enumerable.Range(0, 100_000).GroupBy(i => BackplaneTopic.Of(TopicKind.Group, "E", $"room-{i}").Bucket).Select(group => group.Count()).ToArray();

        Assert.Equal(BackplaneTopic.BucketCount, buckets.Length);
        Assert.InRange(buckets.Max(), 25, 60);
    }

    [Fact]
    public void A_topic_is_subscribed_to_once_and_left_when_nobody_has_come_back()
    {
        var table = new TopicTable(_time, Delay, maxExact: 10);
        var topic = Topic(1);
        table.Add(topic);
        table.Add(topic);
        Assert.Equal([topic], table.TakeChanges().Subscribe);

        table.Remove(topic);
        table.Remove(topic);
        _time.Advance(Delay - TimeSpan.FromSeconds(1));
        Assert.Empty(table.TakeChanges().Unsubscribe);

        // Somebody comes back, and goes again: the time begins anew.
        table.Add(topic);
        table.Remove(topic);
        _time.Advance(TimeSpan.FromSeconds(2));
        var (subscribe, unsubscribe) = table.TakeChanges();
        Assert.Empty(subscribe);
        Assert.Empty(unsubscribe);

        _time.Advance(Delay);
        Assert.Equal([topic], table.TakeChanges().Unsubscribe);
        table.Add(topic);
        Assert.Equal([topic], table.TakeChanges().Subscribe);
    }

    [Fact]
    public void With_too_many_topics_buckets_take_their_place()
    {
        var table = new TopicTable(_time, Delay, maxExact: 3);
        for (var i = 0; i < 3; i++)
        {
            table.Add(Topic(i));
        }

        Assert.Equal(3, table.TakeChanges().Subscribe.Count);
        table.Add(Topic(3));
        var (subscribe, unsubscribe) = table.TakeChanges();
        Assert.Equal(4, subscribe.Count);
        Assert.All(subscribe, topic => Assert.True(topic.IsBucket));
        Assert.Equal(3, unsubscribe.Count);
        Assert.All(unsubscribe, topic => Assert.False(topic.IsBucket));

        // A bucket stays as long as one topic of it does.
        var sameBucket = BackplaneTopic.OfKey(Topic(3).Key ^ 1);
        table.Add(sameBucket);
        table.Remove(Topic(3));
        _time.Advance(Delay);
        Assert.Empty(table.TakeChanges().Unsubscribe);
        table.Remove(sameBucket);
        _time.Advance(Delay);
        Assert.Equal([sameBucket.WholeBucket], table.TakeChanges().Unsubscribe);
    }

    [Fact]
    public void A_new_connection_subscribes_to_what_is_needed_and_to_nothing_twice()
    {
        var table = new TopicTable(_time, TimeSpan.Zero, maxExact: 10);
        table.Add(Topic(1));
        table.Add(Topic(2));
        table.TakeChanges();
        table.Remove(Topic(1));

        Assert.Equal([Topic(2)], table.Restart());
        var (subscribe, unsubscribe) = table.TakeChanges();
        Assert.Empty(subscribe);
        Assert.Empty(unsubscribe);
    }

    [Fact]
    public void A_hundred_thousand_groups_take_no_more_subscriptions_than_there_are_buckets()
    {
        var table = new TopicTable(_time, Delay, maxExact: 2_000);
        for (var i = 0; i < 100_000; i++)
        {
            table.Add(Topic(i));
        }

        Assert.Equal(BackplaneTopic.BucketCount, table.TakeChanges().Subscribe.Count);
    }

    [Fact]
    public void Topics_whose_time_has_not_come_are_not_looked_at_each_time()
    {
        var clock = new AskedClock();
        var table = new TopicTable(clock, Delay, maxExact: 2_000);
        for (var i = 0; i < 10_000; i++)
        {
            table.Add(Topic(i));
            table.Remove(Topic(i));
        }

        table.TakeChanges();
        var before = clock.Asked;
        for (var i = 0; i < 100; i++)
        {
            table.TakeChanges();
        }

        Assert.InRange(clock.Asked - before, 0, 200);
        clock.Now += (long)Delay.TotalSeconds * clock.TimestampFrequency;
        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => Topic(i).Bucket).Distinct().Count(), table.TakeChanges().Unsubscribe.Count);
    }

    private static BackplaneTopic Topic(int number) => BackplaneTopic.Of(TopicKind.Group, "E", $"{number}");

    /// <summary>A clock that stands still, and counts how often it is asked.</summary>
    private sealed class AskedClock : TimeProvider
    {
        public int Asked { get; private set; }

        public long Now { get; set; }

        public override long GetTimestamp()
        {
            Asked++;
            return Now;
        }
    }
}
