using System.Text;
using Endpoints.TestKit.Diagnostics;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Behavior;

/// <summary>Interceptors of handshakes: they refuse, choose, add and wait at every door alike.</summary>
public abstract partial class EndpointBehaviorTests
{
    private const string Offer = "Sec-WebSocket-Protocol: v1, v2";

    private async Task ExpectEntriesAsync(params string[] entries)
    {
        foreach (var entry in entries)
        {
            Assert.Equal(entry, await _journal.NextAsync());
        }
    }

    [Fact]
    public async Task An_interceptor_refuses_with_its_status_its_headers_and_its_text()
    {
        using var readings = new MeterReadings(Server.Metrics.Meter);
        await using var peer = await ConnectAsync();

        var response = await peer.ExchangeAsync(RawPeer.Request("/intercepted?do=challenge"));

        Assert.Equal((401, "Bearer", "no token"), (response.Status, response["WWW-Authenticate"], response["X-Why"]));
        Assert.Equal("Who are you?", Encoding.UTF8.GetString(await peer.ReadBytesAsync("Who are you?".Length)));
        await ExpectEntriesAsync("outer before", "after 401 -", "outer after");
        Assert.Equal(1, readings.Sum(Handshakes, ("error.type", "rejected_by_interceptor"), ("http.response.status_code", 401), ("http.route", "/intercepted")));
        Assert.Equal(0, readings.Sum("endpoints.sessions.open"));
    }

    [Fact]
    public async Task An_interceptor_sends_the_client_elsewhere()
    {
        await using var peer = await ConnectAsync();

        var response = await peer.ExchangeAsync(RawPeer.Request("/intercepted?do=redirect"));

        Assert.Equal((302, "/echo"), (response.Status, response["Location"]));
    }

    [Fact]
    public async Task An_interceptor_adds_headers_to_the_response_that_accepts()
    {
        await using var peer = await ConnectAsync();

        var response = await peer.OpenAsync("/intercepted?do=adorn");

        Assert.Equal(["a=1", "b=2"], response.Headers.Where(header => header.Key == "Set-Cookie").Select(header => header.Value));
        Assert.Equal("nobody plain ", await peer.ReadTextAsync());
        await ExpectEntriesAsync("outer before", "after 101 -", "outer after");
    }

    [Fact]
    public async Task An_interceptor_says_who_the_user_is_and_gives_the_session_items()
    {
        await using var peer = await OpenAsync("/intercepted?do=sign-in");

        Assert.Equal("Ada plain acme", await peer.ReadTextAsync());
    }

    [Theory]
    [InlineData("", "v1", "x")]
    [InlineData("?do=second", "v2", "v2 x")]
    public async Task An_interceptor_chooses_the_sub_protocol_and_the_handlers_go_by_it(string query, string agreed, string reply)
    {
        await using var peer = await ConnectAsync();

        Assert.Equal(agreed, (await peer.OpenAsync("/intercepted" + query, Offer))["Sec-WebSocket-Protocol"]);
        Assert.Equal($"nobody {agreed} ", await peer.ReadTextAsync());
        await peer.SendAsync(FrameBuilder.Text("x"));
        Assert.Equal(reply, await peer.ReadTextAsync());
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("?do=plain", false)]
    public async Task An_interceptor_may_decline_compression(string query, bool isAgreed)
    {
        await using var peer = await ConnectAsync();

        var response = await peer.OpenAsync("/intercepted" + query, "Sec-WebSocket-Extensions: permessage-deflate");

        Assert.Equal(isAgreed, response["Sec-WebSocket-Extensions"] is not null);
    }

    [Theory]
    [InlineData("throw", nameof(InvalidOperationException))]
    [InlineData("second", nameof(ArgumentException))] // not offered
    [InlineData("unknown", nameof(ArgumentException))] // not declared
    public async Task An_interceptor_that_throws_refuses_with_500(string what, string failure)
    {
        using var readings = new MeterReadings(Server.Metrics.Meter);
        await using var peer = await ConnectAsync();

        Assert.Equal(500, (await peer.ExchangeAsync(RawPeer.Request($"/intercepted?do={what}"))).Status);

        await ExpectEntriesAsync("outer before", $"after 500 {failure}", "outer after");
        Assert.Equal(1, readings.Sum(Handshakes, ("error.type", "interceptor_failed"), ("http.response.status_code", 500)));
    }

    [Fact]
    public async Task What_the_client_sends_while_an_interceptor_waits_is_not_lost()
    {
        var payload = Enumerable.Range(0, 30_000).Select(i => (byte)i).ToArray();
        await using var peer = await ConnectAsync();
        await peer.SendAsync(Encoding.ASCII.GetBytes(RawPeer.Request("/intercepted?wait=1&do=second", Offer)), FrameBuilder.Text("early"));
        await ExpectEntriesAsync("outer before", "waiting");

        // More than any door keeps for it.
        var sending = peer.SendAsync([.. Enumerable.Repeat(FrameBuilder.Binary(payload), 10)]);
        _door.Services.GetRequiredService<Gate>().Steps.Release();

        Assert.Equal(101, (await peer.ReadResponseAsync()).Status);
        Assert.Equal("nobody v2 ", await peer.ReadTextAsync());
        Assert.Equal("v2 early", await peer.ReadTextAsync());
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(payload, (await peer.ReadFrameAsync()).Payload);
        }

        await sending;
        await ExpectEntriesAsync("after 101 -", "outer after");
    }

    [Fact]
    public async Task An_interceptor_may_refuse_after_it_has_waited()
    {
        await using var peer = await ConnectAsync();
        await peer.SendAsync(RawPeer.Request("/intercepted?wait=1&do=challenge"));
        await ExpectEntriesAsync("outer before", "waiting");

        _door.Services.GetRequiredService<Gate>().Steps.Release();

        Assert.Equal(401, (await peer.ReadResponseAsync()).Status);
        await ExpectEntriesAsync("after 401 -", "outer after");
    }

    [Fact]
    public async Task An_interceptor_that_takes_too_long_is_cancelled_and_the_client_gets_503()
    {
        await using var door = await StartAsync(options => options.HandshakeTimeout = TimeSpan.FromMilliseconds(500), AddServices);
        using var readings = new MeterReadings(door.Services.GetRequiredService<Dispatch.EndpointServer>().Metrics.Meter);
        await using var peer = new RawPeer(await door.ConnectAsync());

        var response = await peer.ExchangeAsync(RawPeer.Request("/intercepted?wait=1"));

        Assert.Equal((503, "1"), (response.Status, response["Retry-After"]));
        await ExpectEntriesAsync("outer before", "waiting", "after 503 TimeoutException", "outer after");
        Assert.Equal(1, readings.Sum(Handshakes, ("error.type", "interceptor_timeout"), ("http.response.status_code", 503)));
    }

    [Fact]
    public async Task A_client_that_goes_away_meanwhile_cancels_the_interceptor_and_leaves_nothing()
    {
        using var readings = new MeterReadings(Server.Metrics.Meter);
        var peer = await ConnectAsync();
        await peer.SendAsync(RawPeer.Request("/intercepted?wait=1"));
        await ExpectEntriesAsync("outer before", "waiting");

        await peer.DisposeAsync();

        Assert.StartsWith("after nothing ", await _journal.NextAsync(), StringComparison.Ordinal);
        await ExpectEntriesAsync("outer after");
        await _door.StopAsync();
        Assert.Equal(1, readings.Sum(Handshakes, ("endpoints.handshake.outcome", "abandoned"), ("error.type", "disconnected"), ("http.route", "/intercepted")));
        Assert.Equal(0, Server.SessionCount);
        Assert.Equal(0, Server.Memory.Used);
    }

    [Fact]
    public async Task Interceptors_of_the_application_come_before_those_of_the_endpoint_and_are_asked_for_every_endpoint()
    {
        await using var door = await StartAsync(_ => { }, services =>
        {
            AddServices(services);
            services.AddWebSocketHandshakeInterceptor<EverywhereInterceptor>();
        });

        await using (var refused = new RawPeer(await door.ConnectAsync()))
        {
            Assert.Equal(429, (await refused.ExchangeAsync(RawPeer.Request("/echo", "X-Quota: 0"))).Status);
            await ExpectEntriesAsync("everywhere /echo");
        }

        await using var peer = new RawPeer(await door.ConnectAsync());
        await peer.OpenAsync("/intercepted");
        await ExpectEntriesAsync("everywhere /intercepted", "outer before", "after 101 -", "outer after");
    }

    [Fact]
    public async Task Interceptors_are_not_asked_about_what_the_endpoint_refuses()
    {
        await using var peer = await ConnectAsync();
        Assert.Equal(403, (await peer.ExchangeAsync(RawPeer.Request("/intercepted", "Origin: http://evil.example"))).Status);

        await using var other = await OpenAsync("/intercepted");
        await ExpectEntriesAsync("outer before", "after 101 -", "outer after");
    }
}
