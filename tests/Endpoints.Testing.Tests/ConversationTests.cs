using System.Security.Claims;
using Endpoints.Options;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Testing.Tests;

public sealed class ConversationTests : IAsyncLifetime
{
    private readonly Journal _journal = new();
    private WebSocketTestHost _host = null!;

    public Task InitializeAsync()
    {
        _host = WebSocketTestHost.For<TalkEndpoint>(options =>
        {
            options.Services.AddSingleton(_journal);
            options.Json = TalkJson.Default;
            options.Patience = TimeSpan.FromSeconds(60);
        });
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Values_travel_as_the_base_class_that_names_them()
    {
        await using var peer = await _host.ConnectAsync("/talk/ada");

        await peer.SendAsync(new Ask("time"), TalkJson.Default.Request);
        Assert.Equal("time", (await peer.ExpectAsync<Answer>()).Text);

        await peer.SendAsync(new Ask("nothing"));
        Assert.Equal("no", (await peer.ExpectAsync<Refusal>()).Why);
    }

    [Fact]
    public async Task Texts_binaries_and_fragments_come_back()
    {
        await using var peer = await _host.ConnectAsync("/raw");

        await peer.SendAsync("héllo");
        await peer.SendAsync([1, 2, 3]);
        await peer.SendFragmentedAsync("one ", "two ", "three");

        await peer.ExpectTextAsync("héllo");
        Assert.Equal([1, 2, 3], await peer.ExpectBinaryAsync());
        Assert.Equal("one two three", await peer.ExpectTextAsync());
        await peer.ExpectNothingAsync();
    }

    [Fact]
    public async Task The_handshake_is_what_the_test_says()
    {
        await using var peer = await _host.ConnectAsync("/talk/café", request =>
        {
            request.Protocols.Add("talk.v1");
            request.Origin = "https://localhost";
            request.IsSecure = true;
            request.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "Ada")], "test"));
        });

        Assert.Equal("talk.v1", peer.SubProtocol);
        Assert.Equal(["café came, Ada"], _journal.Lines);
    }

    [Fact]
    public async Task A_refusal_is_an_exception_or_what_is_expected()
    {
        var refused = await Assert.ThrowsAsync<HandshakeRefusedException>(() => _host.ConnectAsync("/nowhere"));
        Assert.Equal(404, refused.Status);
        Assert.Contains("no WebSocket endpoint", refused.Message, StringComparison.Ordinal);

        var response = await _host.ExpectRefusalAsync("/raw", 403, request => request.Origin = "https://elsewhere.example");
        Assert.NotEmpty(response.Body);
        Assert.Contains(
            "but it was with 404",
            (await Assert.ThrowsAsync<WebSocketExpectationException>(() => _host.ExpectRefusalAsync("/talk/elevenchars", 403))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "was accepted",
            (await Assert.ThrowsAsync<WebSocketExpectationException>(() => _host.ExpectRefusalAsync("/raw", 403))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_close_the_close_handler_has_run()
    {
        await using var peer = await _host.ConnectAsync("/talk/ada");
        Assert.Equal(CloseStatus.GoingAway.Code, (await peer.CloseAsync(CloseStatus.GoingAway)).Code);
        Assert.Equal(["ada came, nobody", "ada went, 1001"], _journal.Lines);

        await using var broken = await _host.ConnectAsync("/talk/bo");
        await broken.AbortAsync();
        Assert.Equal("bo went, 1006", _journal.Lines[^1]);
        Assert.Equal(0, _host.SessionCount);
    }

    [Fact]
    public async Task Stopping_the_host_closes_its_sessions()
    {
        await using var peer = await _host.ConnectAsync("/talk/ada");

        await _host.StopAsync();

        await peer.ExpectCloseAsync(CloseStatus.GoingAway);
        await peer.ExpectEndAsync();
        await _host.ExpectRefusalAsync("/raw", 503);
    }

    [Fact]
    public async Task Time_passes_when_the_test_says_so()
    {
        await using var peer = await _host.ConnectAsync("/raw");

        await peer.SendAsync("wait");
        await peer.ExpectNothingAsync();
        await _host.AdvanceAsync(TimeSpan.FromSeconds(10));

        await peer.ExpectTextAsync("wait");
    }

    [Fact]
    public async Task A_peer_that_answers_pings_stays_and_one_that_does_not_is_cut_off()
    {
        await using var host = WebSocketTestHost.For<RawEndpoint>(options =>
            options.ConfigureEndpoints(endpoints => endpoints.IdleTimeout = Timeout.InfiniteTimeSpan));
        await using var alive = await host.ConnectAsync("/raw");
        await using var dead = await host.ConnectAsync("/raw", request => request.AnswersPings = false);

        await host.AdvanceAsync(TimeSpan.FromMinutes(10));

        await alive.ExpectPingAsync();
        await alive.SendAsync("still here");
        await alive.ExpectTextAsync("still here");
        await dead.ExpectEndAsync();
        Assert.Equal(1, host.SessionCount);
    }

    [Fact]
    public async Task A_peer_that_does_not_answer_the_close_frame_is_cut_off()
    {
        await using var peer = await _host.ConnectAsync("/raw", request => request.AnswersClose = false);

        await peer.SendRawAsync(new byte[] { 0x81, 0x01, (byte)'x' });
        await peer.ExpectCloseAsync(CloseStatus.ProtocolError);
        Assert.Equal(1, _host.SessionCount);
        await _host.AdvanceAsync(new WebSocketEndpointOptions().CloseTimeout);

        await peer.ExpectEndAsync();
        Assert.Equal(0, _host.SessionCount);
    }

    [Fact]
    public async Task A_peer_that_reads_no_more_gets_what_waits_when_it_reads_again()
    {
        await using var peer = await _host.ConnectAsync("/raw");

        peer.PauseReading();
        await peer.SendAsync("one");
        await peer.ExpectNothingAsync();
        peer.ResumeReading();

        await peer.ExpectTextAsync("one");
    }

    [Fact]
    public async Task Pings_are_answered_with_their_payload()
    {
        await using var peer = await _host.ConnectAsync("/raw");

        await peer.SendPingAsync("p"u8.ToArray());

        Assert.Equal("p"u8.ToArray(), await peer.ExpectPongAsync());
    }
}
