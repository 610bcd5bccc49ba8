using Endpoints.Integration.Tests.Doors;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Behavior;

public abstract partial class EndpointBehaviorTests
{
    [Fact]
    public async Task Presence_tells_who_comes_changes_and_goes()
    {
        var presence = _door.Services.GetRequiredService<IWebSocketPresence<PresentEndpoint>>();
        await using var first = await OpenAsync("/present/a");
        var firstId = await TellAsync(first, "glad");
        await using var changes = presence.WatchAsync("a").GetAsyncEnumerator();
        Assert.Equal($"Present {firstId} glad", await NextAsync());

        await using var second = await OpenAsync("/present/a");
        await using var elsewhere = await OpenAsync("/present/b");
        Assert.StartsWith("Joined ", await NextAsync(), StringComparison.Ordinal);
        var secondId = await TellAsync(second, "sad");
        Assert.Equal($"Updated {secondId} sad", await NextAsync());
        Assert.Equal(new[] { firstId, secondId }.Order(), presence.List("a").Select(member => member.SessionId).Order());
        Assert.Equal(2, presence.Count("a"));
        Assert.Empty(presence.ListUsers("a"));

        await second.SendAsync(FrameBuilder.Close(1000));
        Assert.Equal(1000, await second.ReadCloseAsync());
        Assert.Equal($"Left {secondId} sad", await NextAsync());
        Assert.Equal(firstId, Assert.Single(presence.List("a")).SessionId);

        async Task<string> NextAsync()
        {
            Assert.True(await changes.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
            var (kind, member) = changes.Current;
            return $"{kind} {member.SessionId} {member.GetMetadata(PresentJson.Default.Mood)?.Text}";
        }
    }

    [Fact]
    public async Task Presence_is_of_both_servers()
    {
        await using var doors = await JoinAsync();
        await using var ann = await ConnectToAsync(doors.A, "/present/a");
        await using var bob = await ConnectToAsync(doors.B, "/present/a");
        var (anns, bobs) = (await TellAsync(ann, "glad"), await TellAsync(bob, "sad"));
        var presence = doors.A.Services.GetRequiredService<IWebSocketPresence<PresentEndpoint>>();
        var there = JoinedDoors.ClusterOf(doors.B).NodeId;

        Assert.Equal(2, await presence.CountAsync("a"));
        var other = Assert.Single(await presence.ListAsync("a"), member => member.NodeId == there);
        Assert.Equal((bobs, "sad"), (other.SessionId, other.GetMetadata(PresentJson.Default.Mood)?.Text));
        Assert.Equal(anns, Assert.Single(presence.List("a")).SessionId);

        await using var changes = presence.WatchAsync("a").GetAsyncEnumerator();
        Assert.Equal("Present", (await NextAsync()).Kind);
        Assert.Equal("Present", (await NextAsync()).Kind);
        await TellAsync(bob, "glad");
        Assert.Equal(("Updated", bobs, "glad"), await NextAsync());
        await bob.SendAsync(FrameBuilder.Close(1000));
        Assert.Equal(1000, await bob.ReadCloseAsync());
        Assert.Equal(("Left", bobs, "glad"), await NextAsync());
        Assert.Equal(1, await presence.CountAsync("a"));

        async Task<(string Kind, string SessionId, string? Mood)> NextAsync()
        {
            Assert.True(await changes.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
            var (kind, member) = changes.Current;
            return ($"{kind}", member.SessionId, member.GetMetadata(PresentJson.Default.Mood)?.Text);
        }
    }

    [Fact]
    public async Task A_session_that_is_aborted_ends_without_a_close_frame()
    {
        await using var peer = await OpenAsync("/present/a");

        await peer.SendAsync(FrameBuilder.Text("abort"));

        Assert.True(await EndsWithoutFrameAsync(peer));
        Assert.Equal("closed 1006", await _journal.NextAsync());
    }

    [Fact]
    public async Task Operators_see_sessions_and_close_and_abort_them()
    {
        var administration = _door.Services.GetRequiredService<IWebSocketAdministration>();
        await using var one = await OpenAsync("/present/a");
        await using var two = await OpenAsync("/present/b");
        var oneId = await TellAsync(one, "glad");
        var twoId = await TellAsync(two, "sad");

        var endpoint = Assert.Single(administration.ListEndpoints(), endpoint => endpoint.Pattern == "/present/{room}");
        Assert.Equal((2, 2, typeof(PresentEndpoint).FullName), (endpoint.Sessions, endpoint.Groups, endpoint.Class));
        var page = administration.ListSessions(new WebSocketSessionQuery { Endpoint = "/present/{room}" });
        Assert.Equal(new[] { oneId, twoId }.Order(StringComparer.Ordinal), page.Sessions.Select(session => session.Id));
        Assert.Null(page.Next);
        Assert.Equal(twoId, Assert.Single(administration.ListSessions(new WebSocketSessionQuery { Group = "b" }).Sessions).Id);

        var details = administration.FindSession(oneId);
        Assert.NotNull(details);
        Assert.Equal(("/present/a", WebSocketSessionState.Open, false), (details.Path, details.State, details.IsCompressed));
        Assert.InRange(details.LastReceived, DateTimeOffset.UtcNow.AddMinutes(-10), DateTimeOffset.UtcNow.AddMinutes(10));
        Assert.Equal("a", Assert.Single(details.Groups).Name);
        Assert.Equal("glad", details.Groups[0].Presence?.GetProperty("Text").GetString());

        Assert.True(administration.Close(oneId, new CloseStatus(4001, "maintenance")));
        Assert.Equal(4001, await one.ReadCloseAsync());
        await one.SendAsync(FrameBuilder.Close(4001));
        Assert.Equal("closed 4001", await _journal.NextAsync());
        Assert.True(administration.Abort(twoId));
        Assert.True(await EndsWithoutFrameAsync(two));
        Assert.Equal("closed 1006", await _journal.NextAsync());
    }

    [Fact]
    public void Operators_find_no_session_that_is_not_there()
    {
        var administration = _door.Services.GetRequiredService<IWebSocketAdministration>();

        Assert.Null(administration.FindSession("none"));
        Assert.False(administration.Close("none", CloseStatus.Normal));
        Assert.False(administration.Abort("none"));
        Assert.Throws<ArgumentOutOfRangeException>(() => administration.ListSessions(new WebSocketSessionQuery { Limit = 0 }));
    }

    private static async Task<string> TellAsync(RawPeer peer, string mood)
    {
        await peer.SendAsync(FrameBuilder.Text(mood));
        return await peer.ReadTextAsync();
    }

    // A reset and an end are the same to a client: 1006.
    private static async Task<bool> EndsWithoutFrameAsync(RawPeer peer)
    {
        try
        {
            return await peer.IsAtEndAsync();
        }
        catch (IOException)
        {
            return true;
        }
    }
}
