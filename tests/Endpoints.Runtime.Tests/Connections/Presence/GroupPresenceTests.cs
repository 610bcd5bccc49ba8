using System.Security.Claims;
using Endpoints.Connections;
using Endpoints.Connections.Groups;
using Endpoints.Connections.Presence;
using Endpoints.TestKit.Connections;

namespace Endpoints.Runtime.Tests.Connections.Presence;

public sealed class GroupPresenceTests
{
    private readonly ScriptedSessions _sessions = new();

    private SessionGroups Groups => _sessions.Shared.Groups;

    [Fact]
    public void Members_are_those_of_the_group_with_user_and_moment_in_the_order_of_joining()
    {
        Groups.KeepPresence();
        var start = _sessions.Time.GetUtcNow();
        var ada = Open("ada");
        ada.Join("room");
        _sessions.Time.Advance(TimeSpan.FromSeconds(5));
        var nobody = Open(null);
        nobody.Join("room");
        Open("bob").Join("elsewhere");

        var members = Groups.Present("room");

        Assert.Equal([ada.Id, nobody.Id], members.Select(member => member.SessionId));
        Assert.Equal(["ada", null], members.Select(member => member.User));
        Assert.Equal([start, start.AddSeconds(5)], members.Select(member => member.Since));
        Assert.All(members, member => Assert.True(member.Metadata.IsEmpty));
        Assert.Null(members[0].GetMetadata(PresenceJson.Default.Mood));
        Assert.Equal(2, Groups.CountPresent("room"));
        Assert.Equal(0, Groups.CountPresent("nowhere"));
        Assert.Empty(Groups.Present("nowhere"));
    }

    [Fact]
    public void Nothing_is_kept_before_somebody_asks_and_who_was_there_is_since_then()
    {
        var early = Open("ada");
        early.Join("room");
        Assert.Null(Groups.FindPresent("room", early.Id));
        _sessions.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(_sessions.Time.GetUtcNow(), Assert.Single(Groups.Present("room")).Since);
        Assert.NotNull(Groups.FindPresent("room", early.Id));
    }

    [Fact]
    public async Task Who_leaves_or_ends_is_gone()
    {
        Groups.KeepPresence();
        var leaves = Open("ada");
        var ends = Open("bob");
        leaves.Join("room");
        ends.Join("room");

        leaves.Leave("room");
        Assert.Equal(ends.Id, Assert.Single(Groups.Present("room")).SessionId);
        ends.TransportClosed();
        await ends.Completion;

        Assert.Empty(Groups.Present("room"));
        Assert.False(ends.SetPresence("room", new Mood("late"), PresenceJson.Default.Mood));
        Assert.False(ends.Join("room", new Mood("late"), PresenceJson.Default.Mood));
        Assert.Empty(Groups.Present("room"));
    }

    [Fact]
    public void A_session_tells_of_itself_in_all_its_groups_or_in_one_which_goes_before()
    {
        var session = Open("ada");
        session.Join("before");
        session.SetPresence(new Mood("everywhere"), PresenceJson.Default.Mood);
        session.Join("after");
        session.Join("own", new Mood("here"), PresenceJson.Default.Mood);
        Assert.Equal(["everywhere", "everywhere", "here"], Moods("before", "after", "own"));

        session.SetPresence(new Mood("changed"), PresenceJson.Default.Mood);
        Assert.True(session.SetPresence("after", new Mood("there"), PresenceJson.Default.Mood));
        Assert.Equal(["changed", "there", "here"], Moods("before", "after", "own"));
        Assert.False(session.SetPresence("not a member", new Mood("x"), PresenceJson.Default.Mood));

        // What was told there ends with the membership.
        session.Leave("own");
        session.Join("own");
        Assert.Equal(["changed"], Moods("own"));
        Assert.False(session.Join("own", new Mood("again"), PresenceJson.Default.Mood));
        Assert.Equal(["changed"], Moods("own"));
    }

    [Fact]
    public void Metadata_has_a_limit()
    {
        var session = Open("ada");
        var largest = new string('x', PresentMember.MaxMetadataSize - """{"Text":""}""".Length);

        Assert.True(session.Join("room", new Mood(largest), PresenceJson.Default.Mood));
        var error = Assert.Throws<ArgumentException>(() => session.SetPresence("room", new Mood(largest + "x"), PresenceJson.Default.Mood));

        Assert.Contains("4097 bytes", error.Message, StringComparison.Ordinal);
        Assert.Equal([largest], Moods("room"));
        Assert.Throws<ArgumentException>(() => session.SetPresence(new Mood(largest + "x"), PresenceJson.Default.Mood));
    }

    [Fact]
    public void Those_of_other_processes_are_among_all_and_not_among_those_of_this_one()
    {
        var here = Open("ada");
        here.Join("room");
        var watch = new MemberWatch();
        Groups.Watch("room", watch);
        Assert.Equal(1, watch.Pending);

        // Identifiers are unique in a process only.
        Groups.PutPresent("room", Elsewhere("n1", here.Id));
        Groups.PutPresent("room", Elsewhere("n1", "x"));
        Groups.PutPresent("room", Elsewhere("n1", "x"));
        Groups.PutPresent("room", Elsewhere("n2", "x"));
        Assert.Equal(4, watch.Pending);
        Assert.Equal((4, 1), (Groups.CountPresent("room"), Groups.CountPresentHere("room")));
        Assert.Equal(here.Id, Assert.Single(Groups.PresentHere("room")).SessionId);
        Assert.Null(Groups.FindPresent("room", here.Id)!.NodeId);

        Groups.ReplacePresent("room", "n1", [Elsewhere("n1", "x"), Elsewhere("n1", "y")]);
        Assert.Equal(["n1 x", "n1 y", "n2 x"], Others());
        Groups.RemovePresent("room", new PresenceKey("n2", "x"));
        Groups.RemovePresent("room", new PresenceKey("n2", "x"));
        Assert.Equal(["n1 x", "n1 y"], Others());
        here.Leave("room");
        Assert.Equal((2, 0), (Groups.CountPresent("room"), Groups.CountPresentHere("room")));
        Groups.ForgetPresentElsewhere("room");
        Assert.Equal(0, Groups.CountPresent("room"));

        // All that came was told, and all that went was not worth telling any more.
        Assert.Equal(0, watch.Pending);

        IEnumerable<string> Others() =>
            Groups.Present("room").Where(member => member.NodeId is not null).Select(member => $"{member.NodeId} {member.SessionId}").Order();

        PresentMember Elsewhere(string nodeId, string sessionId) => new(nodeId, sessionId, null, _sessions.Time.GetUtcNow(), default);
    }

    [Fact]
    public async Task A_watch_begins_with_who_is_there_and_goes_on_with_what_changes()
    {
        var (one, two) = (Open("ada"), Open("bob"));
        one.Join("room");
        var watch = new MemberWatch();
        Groups.Watch("room", watch);
        await using var changes = watch.ReadAllAsync(CancellationToken.None).GetAsyncEnumerator();
        Assert.Equal($"Present {one.Id} ", await NextAsync());

        two.Join("room", new Mood("glad"), PresenceJson.Default.Mood);
        Assert.Equal($"Joined {two.Id} glad", await NextAsync());
        two.SetPresence("room", new Mood("sad"), PresenceJson.Default.Mood);
        Assert.Equal($"Updated {two.Id} sad", await NextAsync());

        // The same again is no change, and another group is another group.
        two.SetPresence("room", new Mood("sad"), PresenceJson.Default.Mood);
        two.Join("elsewhere");
        Assert.Equal(0, watch.Pending);
        two.TransportClosed();
        Assert.Equal($"Left {two.Id} sad", await NextAsync());

        Groups.Unwatch("room", watch);
        one.Leave("room");
        Assert.Equal(0, watch.Pending);

        async Task<string> NextAsync()
        {
            Assert.True(await changes.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
            var member = changes.Current.Member;
            return $"{changes.Current.Kind} {member.SessionId} {member.GetMetadata(PresenceJson.Default.Mood)?.Text}";
        }
    }

    [Fact]
    public async Task A_group_without_members_can_be_watched_and_a_watcher_that_reads_nothing_costs_what_is_there()
    {
        var watch = new MemberWatch();
        Groups.Watch("room", watch);
        Assert.Equal(0, watch.Pending);
        var stays = Open("ada");
        stays.Join("room");

        for (var i = 0; i < 100; i++)
        {
            var session = Open("bob");
            session.Join("room");
            session.SetPresence("room", new Mood($"{i}"), PresenceJson.Default.Mood);
            stays.SetPresence("room", new Mood($"{i}"), PresenceJson.Default.Mood);
            session.TransportClosed();
            await session.Completion;
        }

        Assert.Equal(1, watch.Pending);
    }

    [Fact]
    public async Task A_user_joins_with_the_first_session_and_leaves_with_the_last()
    {
        var watch = new UserWatch();
        var (tab, nobody) = (Open("ada"), Open(null));
        tab.Join("room");
        nobody.Join("room");
        Groups.Watch("room", watch);
        await using var changes = watch.ReadAllAsync(CancellationToken.None).GetAsyncEnumerator();
        Assert.Equal("Present ada 1", await NextAsync());

        var (bob, second) = (Open("bob"), Open("bob"));
        bob.Join("room");
        Assert.Equal("Joined bob 1", await NextAsync());
        second.Join("room");
        Assert.Equal("Updated bob 2", await NextAsync());
        Assert.Equal(["ada 1", "bob 2"], UserWatch.UsersOf(Groups.Present("room")).Select(user => $"{user.Name} {user.Sessions.Count}"));

        bob.Leave("room");
        Assert.Equal("Updated bob 1", await NextAsync());
        nobody.Leave("room");
        Assert.Equal(0, watch.Pending);
        second.Leave("room");
        Assert.Equal("Left bob 1", await NextAsync());

        async Task<string> NextAsync()
        {
            Assert.True(await changes.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
            var (kind, user) = changes.Current;
            return $"{kind} {user.Name} {user.Sessions.Count}";
        }
    }

    [Fact]
    public async Task Changes_from_many_threads_add_up()
    {
        var watch = new MemberWatch();
        Groups.Watch("room", watch);
        var sessions = Enumerable.Range(0, 8).Select(_ => Open("ada")).ToArray();

        await Task.WhenAll(sessions.Select((session, index) => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                session.Join("room", new Mood($"{i}"), PresenceJson.Default.Mood);
                session.SetPresence(new Mood("all"), PresenceJson.Default.Mood);
                session.Leave("room");
            }

            if (index % 2 == 0)
            {
                session.Join("room");
            }
        })));

        var expected = sessions.Where((_, index) => index % 2 == 0).Select(session => session.Id).Order().ToArray();
        Assert.Equal(expected, Groups.Present("room").Select(member => member.SessionId).Order());
        Assert.Equal(expected.Length, watch.Pending);
    }

    [Fact]
    public void Other_limits_leave_groups_and_users_as_they_are()
    {
        var session = Open("ada");
        session.Join("room");

        var changed = _sessions.Shared.With(_sessions.Shared.Limits with { MaxSendQueueSize = 1 });

        Assert.Same(Groups, changed.Groups);
        Assert.Same(_sessions.Shared.Users, changed.Users);
    }

    private string[] Moods(params string[] groups) =>
        [.. groups.Select(group => Assert.Single(Groups.Present(group)).GetMetadata(PresenceJson.Default.Mood)?.Text ?? "")];

    private WebSocketConnection Open(string? user) => _sessions.Open(
        user is null
            ? new FakeHandshake()
            : new FakeHandshake { Principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, user)], "test")) }).Connection;
}
