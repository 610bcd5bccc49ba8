using System.Security.Claims;
using Endpoints.Connections;
using Endpoints.TestKit.Connections;

namespace Endpoints.Runtime.Tests.Connections.Groups;

public sealed class SessionUsersTests
{
    private readonly ScriptedSessions _sessions = new();

    [Fact]
    public void The_sessions_of_a_user_are_those_before_and_after_the_first_question()
    {
        var before = Open(new Claim(ClaimTypes.NameIdentifier, "7"));
        Open(new Claim(ClaimTypes.NameIdentifier, "8"));
        Assert.Equal([before], _sessions.User("7").ToList());

        var after = Open(new Claim(ClaimTypes.NameIdentifier, "7"));

        Assert.Equal([before, after], _sessions.User("7").ToList());
        Assert.Equal(1, _sessions.User("8").Count);
        Assert.Equal(0, _sessions.User("9").Count);
    }

    [Fact]
    public void A_user_without_an_identifier_goes_by_its_name_and_nobody_is_nobodys()
    {
        var named = Open(new Claim(ClaimTypes.Name, "ada"));
        _sessions.Open();
        _sessions.Open(new FakeHandshake { Principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "ada")])) });

        Assert.Equal([named], _sessions.User("ada").ToList());
    }

    [Fact]
    public async Task A_session_that_ends_is_its_users_no_more_and_users_are_no_groups()
    {
        _sessions.User("7");
        var transport = _sessions.Open(Signed(new Claim(ClaimTypes.NameIdentifier, "7")));
        Assert.Equal(1, _sessions.User("7").Count);
        Assert.Empty(transport.Connection.Groups);
        Assert.Equal(0, _sessions.Group("7").Count);

        transport.Connection.TransportClosed();
        await transport.Connection.Completion;

        Assert.Equal(0, _sessions.User("7").Count);
    }

    private static FakeHandshake Signed(Claim claim) => new() { Principal = new ClaimsPrincipal(new ClaimsIdentity([claim], "test")) };

    private WebSocketConnection Open(Claim claim) => _sessions.Open(Signed(claim)).Connection;
}
