using System.Text;
using Endpoints.Connections;
using Endpoints.TestKit.Connections;

namespace Endpoints.Runtime.Tests.Connections.Groups;

public sealed class SessionGroupTests
{
    private readonly ScriptedSessions _sessions = new();

    [Fact]
    public void A_group_has_those_who_joined_and_not_those_who_left()
    {
        var (one, two, three) = (Open(), Open(), Open());
        Assert.True(one.Join("a"));
        Assert.True(two.Join("a"));
        Assert.True(three.Join("b"));

        Assert.Equal([one, two], _sessions.Group("a").ToList());
        Assert.Equal(["a"], one.Groups);
        Assert.True(one.Leave("a"));

        Assert.Equal([two], _sessions.Group("a").ToList());
        Assert.Equal(1, _sessions.Group("a").Count);
        Assert.Empty(one.Groups);
        Assert.Equal(["a", "b"], _sessions.Shared.Groups.Names().Order());
    }

    [Fact]
    public void Joining_twice_and_leaving_twice_change_nothing()
    {
        var session = Open();

        Assert.Equal([true, false], [session.Join("a"), session.Join("a")]);
        Assert.Equal(1, _sessions.Group("a").Count);
        Assert.Equal([true, false], [session.Leave("a"), session.Leave("a")]);
        Assert.Equal(0, _sessions.Group("a").Count);
    }

    [Fact]
    public void Names_are_compared_exactly()
    {
        var session = Open();
        session.Join("Room");

        Assert.Equal(0, _sessions.Group("room").Count);
        Assert.True(session.Join("room"));
    }

    [Fact]
    public void A_group_without_members_is_gone()
    {
        var session = Open();
        session.Join("a");
        Assert.Equal(1, _sessions.Shared.Groups.Count);

        session.Leave("a");

        Assert.Equal(0, _sessions.Shared.Groups.Count);
    }

    [Fact]
    public async Task A_session_that_ends_leaves_all_its_groups_and_joins_no_more()
    {
        var transport = _sessions.Open();
        transport.Connection.Join("a");
        transport.Connection.Join("b");

        transport.Connection.TransportClosed();
        await transport.Connection.Completion;

        Assert.Equal(0, _sessions.Shared.Groups.Count);
        Assert.False(transport.Connection.Join("c"));
        Assert.Equal(0, _sessions.Shared.Groups.Count);
        Assert.Equal(0, _sessions.All.Count);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(200)]
    public void Members_come_and_go_in_any_order(int count)
    {
        var members = Enumerable.Range(0, count).Select(_ => Open()).ToList();
        members.ForEach(member => Assert.True(member.Join("a")));
        var random = new Random(count);

        while (members.Count > 0)
        {
            var leaving = members[random.Next(members.Count)];
            members.Remove(leaving);
            Assert.True(leaving.Leave("a"));
            Assert.Equal(members.ToHashSet<WebSocketSession>(), _sessions.Group("a").ToList().ToHashSet());
        }
    }

    [Fact]
    public void Names_and_memberships_have_limits()
    {
        var session = Open();

        Assert.True(session.Join(new string('x', WebSocketConnection.MaxGroupName)));
        Assert.Throws<ArgumentException>(() => session.Join(new string('x', WebSocketConnection.MaxGroupName + 1)));
        Assert.Throws<ArgumentException>(() => session.Join(""));
        for (var i = 1; i < WebSocketConnection.MaxGroups; i++)
        {
            Assert.True(session.Join($"{i}"));
        }

        Assert.Contains("1024", Assert.Throws<InvalidOperationException>(() => session.Join("one more")).Message, StringComparison.Ordinal);
        Assert.Equal(0, _sessions.Group("one more").Count);
        Assert.True(session.Leave("1"));
        Assert.True(session.Join("one more"));
    }

    [Fact]
    public async Task Joining_and_leaving_from_many_threads_loses_no_membership()
    {
        var members = Enumerable.Range(0, 32).Select(_ => Open()).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(() =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 5_000; i++)
            {
                var (member, name) = (members[random.Next(members.Length)], $"{random.Next(8)}");
                _ = random.Next(2) == 0 ? member.Join(name) : member.Leave(name);
            }
        })));

        for (var group = 0; group < 8; group++)
        {
            var name = $"{group}";
            Assert.Equal(
                members.Where(member => member.Groups.Contains(name)).ToHashSet<WebSocketSession>(),
                _sessions.Group(name).ToList().ToHashSet());
        }
    }

    [Fact]
    public void A_message_to_a_group_comes_to_its_members_only()
    {
        var (one, two, three) = (_sessions.Open(), _sessions.Open(), _sessions.Open());
        one.Connection.Join("a");
        two.Connection.Join("a");

        Assert.Equal(2, _sessions.Group("a").SendText("hello"));
        Assert.Equal(1, _sessions.Group("a").Except(one.Connection).SendBinary([1]));
        Assert.Equal(0, _sessions.Group("nobody").SendText("hello"));

        Assert.Equal(["hello"], Texts(one));
        Assert.Equal(["hello", "\u0001"], Texts(two));
        Assert.Empty(three.TakeFrames());
    }

    [Fact]
    public void Conditions_and_exceptions_add_up()
    {
        var members = Enumerable.Range(0, 6).Select(_ => Open()).ToArray();

        var rest = _sessions.All.Where(session => session != members[0]).Except(members[1]).Except(members[2]).Where(session => session != members[3]);

        Assert.Equal(new HashSet<WebSocketSession> { members[4], members[5] }, rest.ToList().ToHashSet());
        Assert.Equal(2, rest.Count);
        Assert.Equal(6, _sessions.All.Except(null).Count);
    }

    private static IEnumerable<string> Texts(ScriptedTransport transport) =>
        transport.TakeFrames().Select(frame => Encoding.UTF8.GetString(frame.Payload));

    private WebSocketConnection Open() => _sessions.Open().Connection;
}
