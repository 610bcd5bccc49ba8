using Endpoints.Backplanes;
using Endpoints.Backplanes.Presence;
using Endpoints.Connections.Presence;

namespace Endpoints.Runtime.Tests.Backplanes.Presence;

/// <summary>What processes tell each other of their members, as bytes.</summary>
public sealed class PresenceMessagesTests
{
    private const int Room = 4096;

    private static readonly DateTimeOffset Since = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("ada", """{"Text":"glad"}""")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void A_notice_is_read_as_it_was_written(string? user, string metadata)
    {
        var member = Member("17", user, metadata);
        var writer = new WireWriter();
        Assert.True(PresenceNotice.Write(writer, before: 0, now: ulong.MaxValue, member, hasGone: false, Room));

        Assert.True(PresenceNotice.TryRead(writer.Written, "other", out var notice));

        Assert.Equal((0ul, ulong.MaxValue, false), (notice.Before, notice.Now, notice.IsLast));
        Assert.Equal(new PresenceKey("other", "17"), notice.Key);
        Assert.True(notice.Member!.IsSameAs(new PresentMember("other", "17", user, Since, member.Metadata)));
    }

    [Fact]
    public void Of_one_that_has_gone_there_is_the_session()
    {
        var writer = new WireWriter();
        Assert.True(PresenceNotice.Write(writer, before: 7, now: 0, Member("17", "ada", "{}"), hasGone: true, Room));

        Assert.True(PresenceNotice.TryRead(writer.Written, "other", out var notice));

        Assert.Equal(new PresenceNotice(7, 0, new PresenceKey("other", "17"), null), notice);
        Assert.True(notice.IsLast);
    }

    [Fact]
    public void What_a_member_tells_of_itself_is_left_out_where_there_is_no_room_and_the_member_is_not()
    {
        var member = Member("17", "ada", new string('x', 100));
        var writer = new WireWriter();
        Assert.True(PresenceNotice.Write(writer, 1, 2, member, hasGone: false, Room));
        var size = writer.Length;
        writer.Clear();
        Assert.True(PresenceNotice.Write(writer, 1, 2, member, hasGone: false, room: size));
        writer.Clear();
        Assert.False(PresenceNotice.Write(writer, 1, 2, member, hasGone: false, room: size - 1));

        Assert.True(PresenceNotice.TryRead(writer.Written, "other", out var notice));
        Assert.Equal("ada", notice.Member!.User);
        Assert.True(notice.Member.Metadata.IsEmpty);
    }

    [Fact]
    public void A_user_may_be_called_as_long_as_a_group()
    {
        Assert.True(PresenceRecord.CanWrite(Member("1", null, "")));
        Assert.True(PresenceRecord.CanWrite(Member("1", new string('x', Envelope.LongestName), "")));
        Assert.False(PresenceRecord.CanWrite(Member("1", new string('x', Envelope.LongestName + 1), "")));
    }

    [Fact]
    public void Pages_are_taken_in_their_order()
    {
        var pages = new PresencePages();
        Assert.True(pages.Add(Page(0, isLast: false, Member("1", null, ""), Member("2", "ada", "{}"))));
        Assert.True(pages.Add(Page(1, isLast: true, Member("3", null, ""))));
        Assert.Equal(["1", "2", "3"], pages.Members.Select(member => member.SessionId));
        Assert.All(pages.Members, member => Assert.Equal("other", member.NodeId));

        Assert.False(pages.Add(Page(1, isLast: true)));
        Assert.False(new PresencePages().Add(Page(1, isLast: true)));
    }

    [Fact]
    public void A_question_is_read_as_it_was_written_and_is_about_what_is_known_of_the_one_who_is_asked()
    {
        var (asked, other) = (Guid.NewGuid(), Guid.NewGuid());
        var tea = Followed("tea", (other, 3), (asked, 17));
        var coffee = Followed("coffee", (other, 4));
        var query = new PresenceQuery(99);
        query.Add(tea);
        query.Add(coffee);
        query.Add(tea, only: other);

        Assert.True(PresenceQuery.TryRead(query.Payload, asked, out var number, out var groups));

        Assert.Equal(99ul, number);
        Assert.Equal([("tea", 17ul), ("coffee", 0ul), ("tea", 0ul)], groups);
    }

    [Fact]
    public void A_question_is_full_at_some_size()
    {
        var query = new PresenceQuery(0);
        var count = 0;
        for (; !query.IsFull; count++)
        {
            query.Add(Followed($"group {count}"));
        }

        Assert.True(count > 100);
        Assert.True(query.Payload.Length < 20_000);
        Assert.True(PresenceQuery.TryRead(query.Payload, Guid.NewGuid(), out _, out var groups));
        Assert.Equal(count, groups.Count);
    }

    [Fact]
    public void Noise_is_read_within_its_bytes_and_what_is_cut_off_is_not_taken()
    {
        var random = new Random(11);
        for (var round = 0; round < 20_000; round++)
        {
            var noise = new byte[random.Next(0, 80)];
            random.NextBytes(noise);
            _ = PresenceNotice.TryRead(noise, "other", out _);
            _ = PresencePage.TryRead(noise, "other", out _);
            _ = PresenceQuery.TryRead(noise, Guid.Empty, out _, out _);
        }

        var writer = new WireWriter();
        PresenceNotice.Write(writer, 1, 2, Member("17", "ada", "{}"), hasGone: false, Room);
        for (var length = 0; length < writer.Length; length++)
        {
            Assert.False(PresenceNotice.TryRead(writer.Written[..length], "other", out _));
        }

        writer.WriteByte(0);
        Assert.False(PresenceNotice.TryRead(writer.Written, "other", out _));
    }

    private static PresentMember Member(string sessionId, string? user, string metadata) =>
        new(nodeId: null, sessionId, user, Since, System.Text.Encoding.UTF8.GetBytes(metadata));

    private static FollowedGroup Followed(string name, params (Guid Node, ulong Version)[] holders)
    {
        var followed = new FollowedGroup(name);
        foreach (var (node, version) in holders)
        {
            followed.Holders.Add(node, new FollowedGroup.Holder(node) { Version = version });
        }

        return followed;
    }

    private static PresencePage Page(int number, bool isLast, params PresentMember[] members)
    {
        var (records, writer) = (new WireWriter(), new WireWriter());
        foreach (var member in members)
        {
            Assert.True(PresenceRecord.Write(records, member, Room));
        }

        PresencePage.Write(writer, 5, number, isLast, records.Written);
        Assert.Equal(PresencePage.HeaderSize, writer.Length - records.Length);
        Assert.True(PresencePage.TryRead(writer.Written, "other", out var page));
        Assert.Equal((5ul, number, isLast), (page.Version, page.Number, page.IsLast));
        return page;
    }
}
