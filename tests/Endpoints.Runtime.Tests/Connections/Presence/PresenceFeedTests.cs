using Endpoints.Connections.Presence;
using static Endpoints.PresenceChangeKind;

namespace Endpoints.Runtime.Tests.Connections.Presence;

/// <summary>What a watcher is told that does not keep up.</summary>
public sealed class PresenceFeedTests
{
    private readonly PresenceFeed<string, string> _feed = new();

    [Theory]
    [InlineData(new[] { Present, Updated }, Present)]
    [InlineData(new[] { Joined, Updated, Updated }, Joined)]
    [InlineData(new[] { Updated, Updated }, Updated)]
    [InlineData(new[] { Updated, Left }, Left)]
    [InlineData(new[] { Left, Joined }, Updated)]
    [InlineData(new[] { Left, Joined, Left }, Left)]
    public async Task Changes_of_one_are_merged_into_one(PresenceChangeKind[] posted, PresenceChangeKind told)
    {
        Post("a", posted);

        Assert.Equal(1, _feed.Count);
        Assert.Equal((told, $"a{posted.Length}"), Assert.Single(await ReadAsync(1)));
        Assert.Equal(0, _feed.Count);
    }

    [Theory]
    [InlineData(new[] { Joined, Left })]
    [InlineData(new[] { Present, Updated, Left })]
    [InlineData(new[] { Joined, Left, Joined, Left })]
    public async Task Who_came_and_went_is_not_told(PresenceChangeKind[] posted)
    {
        Post("a", posted);
        Post("b", Joined);

        Assert.Equal([(Joined, "b1")], await ReadAsync(1));
        Assert.Equal(0, _feed.Count);
    }

    [Fact]
    public async Task What_was_told_is_merged_with_nothing()
    {
        Post("a", Joined);
        Assert.Equal([(Joined, "a1")], await ReadAsync(1));
        Post("a", Left, Joined, Left);

        Assert.Equal([(Left, "a3")], await ReadAsync(1));
    }

    [Fact]
    public async Task Different_ones_come_in_the_order_in_which_their_changes_began()
    {
        Post("a", Joined);
        Post("b", Joined);
        Post("a", Updated);

        Assert.Equal([(Joined, "a1"), (Joined, "b1")], await ReadAsync(2));
    }

    [Fact]
    public async Task A_reader_waits_and_is_woken_and_ends_when_it_is_cancelled()
    {
        using var ends = new CancellationTokenSource();
        await using var reader = _feed.ReadAllAsync(ends.Token).GetAsyncEnumerator(CancellationToken.None);
        var first = reader.MoveNextAsync().AsTask();
        Assert.False(first.IsCompleted);

        Post("a", Joined);
        Assert.True(await first);
        Assert.Equal((Joined, "a1"), reader.Current);

        var second = reader.MoveNextAsync().AsTask();
        await ends.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    private void Post(string key, params PresenceChangeKind[] kinds)
    {
        for (var i = 0; i < kinds.Length; i++)
        {
            _feed.Post(key, kinds[i], key + (kinds.Length == 1 ? 1 : i + 1));
        }
    }

    private async Task<List<(PresenceChangeKind, string)>> ReadAsync(int count)
    {
        var read = new List<(PresenceChangeKind, string)>();
        await foreach (var change in _feed.ReadAllAsync(CancellationToken.None))
        {
            read.Add(change);
            if (read.Count == count)
            {
                break;
            }
        }

        return read;
    }
}
