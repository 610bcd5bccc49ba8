using Endpoints;
using Endpoints.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Chat.Tests;

/// <summary>The chat's rules, as whole conversations: no socket, no waiting, and a clock that the test moves.</summary>
public sealed class ChatEndpointTests : IAsyncDisposable
{
    private readonly WebSocketTestHost _host = WebSocketTestHost.For<ChatEndpoint>(options =>
    {
        options.Services.AddSingleton<RoomDirectory>();
        options.Json = ChatJson.Default;
        options.ConfigureEndpoints(endpoints => endpoints.MaxSendQueueSize = 4096);
    });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Whoever_joins_is_welcomed_and_the_others_are_told()
    {
        await using var ada = await JoinAsync("Ada");
        Assert.Equal(["Ada"], (await ada.ExpectAsync<Welcome>()).People.Select(person => person.Name));

        await using var bo = await JoinAsync("  Bo \t Diddley ");
        Assert.Equal(["Ada", "Bo Diddley"], (await bo.ExpectAsync<Welcome>()).People.Select(person => person.Name));
        Assert.Equal("Bo Diddley", (await ada.ExpectAsync<Joined>()).Person.Name);

        await bo.CloseAsync();
        Assert.Equal("Bo Diddley", (await ada.ExpectAsync<Left>()).Person.Name);
    }

    [Fact]
    public async Task What_is_said_has_a_number_and_the_time()
    {
        await using var ada = await JoinAsync("Ada");
        await ada.ExpectAsync<Welcome>();
        _host.Time.Advance(TimeSpan.FromSeconds(90));

        await ada.SendAsync(new Say(" <b>hi</b> ", Ref: "r1"));

        var said = await ada.ExpectAsync<Said>();
        Assert.Equal((1, "<b>hi</b>", "r1"), (said.Number, said.Text, said.Ref));
        Assert.Equal(_host.Time.GetUtcNow(), said.At);
    }

    [Fact]
    public async Task Only_the_others_hear_that_somebody_is_typing()
    {
        await using var ada = await JoinAsync("Ada");
        await using var bo = await JoinAsync("Bo");
        await ada.ExpectAsync<Welcome>();
        await ada.ExpectAsync<Joined>();
        await bo.ExpectAsync<Welcome>();

        await ada.SendAsync(new Typing());

        Assert.Equal("Ada", (await bo.ExpectAsync<IsTyping>()).Person.Name);
        await ada.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_room_is_new_when_everybody_has_left()
    {
        await using var ada = await JoinAsync("Ada");
        var first = await ada.ExpectAsync<Welcome>();
        await ada.SendAsync(new Say("hello?"));
        await ada.CloseAsync();

        await using var bo = await JoinAsync("Bo");
        var second = await bo.ExpectAsync<Welcome>();

        Assert.NotEqual(first.Room, second.Room);
        Assert.Empty(second.History);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t ")]
    [InlineData("nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn")]
    public async Task A_name_that_is_none_is_turned_away(string name)
    {
        await using var peer = await JoinAsync(name);

        await peer.ExpectCloseAsync(CloseStatus.PolicyViolation);
    }

    [Fact]
    public async Task A_message_that_is_too_long_ends_the_session()
    {
        await using var ada = await JoinAsync("Ada");
        await ada.ExpectAsync<Welcome>();

        await ada.SendAsync(new Say(new string('€', ChatRules.MaxTextLength + 1)));

        await ada.ExpectCloseAsync(CloseStatus.PolicyViolation);
    }

    [Fact]
    public async Task Whoever_reads_too_slowly_is_shown_out()
    {
        await using var ada = await JoinAsync("Ada");
        await using var slow = await JoinAsync("Slow");
        await slow.ExpectAsync<Welcome>();
        slow.PauseReading();

        for (var i = 0; i < 100; i++)
        {
            await ada.SendAsync(new Say(new string('x', ChatRules.MaxTextLength)));
        }

        slow.ResumeReading();
        WebSocketTestMessage message;
        do
        {
            message = await slow.ReceiveAsync();
        }
        while (message.Kind == WebSocketTestMessageKind.Text);

        Assert.Equal(CloseStatus.TryAgainLater.Code, message.Status.Code);
    }

    [Fact]
    public async Task Without_the_sub_protocol_nobody_gets_in() =>
        await _host.ExpectRefusalAsync("/rooms/a?name=Ada", 400);

    [Fact]
    public async Task Other_sites_do_not_get_in() =>
        await _host.ExpectRefusalAsync("/rooms/a?name=Ada", 403, request =>
        {
            request.Protocols.Add("chat.v1");
            request.Origin = "https://elsewhere.example";
        });

    [Fact]
    public void The_generated_code_is_the_reviewed_one() => GeneratedCode.Of<ChatEndpoint>().Snapshot();

    private Task<WebSocketTestPeer> JoinAsync(string name) =>
        _host.ConnectAsync($"/rooms/a?name={Uri.EscapeDataString(name)}", request => request.Protocols.Add("chat.v1"));
}
