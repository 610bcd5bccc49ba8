using Endpoints.Dispatch;
using Endpoints.TestKit.Diagnostics;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Behavior;

public abstract partial class EndpointBehaviorTests
{
    private const string Handshakes = "endpoints.handshakes";

    private EndpointServer Server => _door.Services.GetRequiredService<EndpointServer>();

    [Fact]
    public async Task Accepted_handshakes_and_their_sessions_are_counted()
    {
        using var readings = new MeterReadings(Server.Metrics.Meter);
        await using var peer = await OpenAsync("/echo");
        await peer.SendAsync(FrameBuilder.Text("x"));
        Assert.Equal("x", await peer.ReadTextAsync());

        Assert.Equal(1, readings.Sum("endpoints.sessions.open"));
        var accepted = Assert.Single(readings.All, reading => reading.Instrument == Handshakes);
        Assert.Equal(
            [("endpoints.handshake.outcome", "accepted"), ("http.response.status_code", 101), ("http.route", "/echo")],
            accepted.Tags.Select(tag => (tag.Key, tag.Value)).OrderBy(tag => tag.Key, StringComparer.Ordinal));

        await peer.SendAsync(FrameBuilder.Close(1000));
        Assert.Equal(1000, await peer.ReadCloseAsync());
        await _door.StopAsync();
        Assert.Equal(0, readings.Sum("endpoints.sessions.open"));
        Assert.Equal(1, readings.Sum("endpoints.sessions.closed", ("endpoints.close.code", 1000)));
    }

    [Theory]
    [InlineData("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 12", 426, "version_not_supported")]
    [InlineData("Upgrade: websocket", "X: y", 426, "upgrade_required")]
    [InlineData("Connection: Upgrade", "X: y", 400, "connection_not_upgrade")]
    [InlineData(RawPeer.Key, "c2hvcnQ=", 400, "key_malformed")]
    [InlineData("Host: localhost", "Host: localhost\r\nOrigin: https://elsewhere.example", 403, "origin_not_allowed")]
    public async Task Refused_handshakes_are_counted_by_status_and_fault(string line, string instead, int status, string fault)
    {
        using var readings = new MeterReadings(Server.Metrics.Meter);
        await using var peer = await ConnectAsync();

        var response = await peer.ExchangeAsync(RawPeer.Request("/echo").Replace(line, instead, StringComparison.Ordinal));

        Assert.Equal(status, response.Status);
        var refused = Assert.Single(readings.All, reading => reading.Instrument == Handshakes);
        Assert.Equal(
            [
                ("endpoints.handshake.outcome", "refused"), ("error.type", fault), ("http.response.status_code", status),
                ("http.route", "/echo"),
            ],
            refused.Tags.Select(tag => (tag.Key, tag.Value)).OrderBy(tag => tag.Key, StringComparer.Ordinal));
        Assert.Equal(0, readings.Sum("endpoints.sessions.open"));
    }

    [Fact]
    public async Task Values_that_do_not_bind_are_counted_with_the_route()
    {
        using var readings = new MeterReadings(Server.Metrics.Meter);
        await using var peer = await ConnectAsync();

        Assert.Equal(400, (await peer.ExchangeAsync(RawPeer.Request("/query?number=many"))).Status);

        Assert.Equal(1, readings.Sum(Handshakes, ("error.type", "value_not_bound"), ("http.route", "/query")));
    }

    [Fact]
    public async Task A_violation_is_counted_by_its_rule_at_every_door()
    {
        using var readings = new MeterReadings(Server.Metrics.Meter);
        await using var peer = await OpenAsync("/echo");

        await peer.SendAsync(FrameBuilder.Text([0xC3, 0x28]));
        Assert.Equal(1007, await peer.ReadCloseAsync());
        await peer.SendAsync(FrameBuilder.Close(1007));
        Assert.True(await peer.IsAtEndAsync());
        await _door.StopAsync();

        Assert.Equal(1, readings.Sum("endpoints.protocol.violations", ("endpoints.rule", "text_not_utf8")));
        Assert.Equal(1, readings.Sum("endpoints.sessions.closed", ("endpoints.close.code", 1007), ("error.type", "text_not_utf8")));
    }

    [Fact]
    public async Task While_the_budget_is_full_handshakes_are_refused_with_503_and_sessions_go_on()
    {
        using var readings = new MeterReadings(Server.Metrics.Meter);
        await using var early = await OpenAsync("/echo");
        var memory = Server.Memory;
        const int Spare = 64 * 1024;
        var full = memory.Limit - (memory.Limit / 10);

        // A door that reads heads itself counts them, too.
        memory.Take(full - Spare);
        await (await OpenAsync("/echo")).DisposeAsync();
        memory.Take(Spare);

        await using var late = await ConnectAsync();
        var refused = await late.ExchangeAsync(RawPeer.Request("/echo"));

        Assert.Equal(503, refused.Status);
        Assert.Equal("1", refused["Retry-After"]);
        Assert.Equal(1, readings.Sum(Handshakes, ("error.type", "memory_full"), ("http.response.status_code", 503)));
        Assert.Equal(1, readings.Sum("endpoints.memory.refusals", ("endpoints.memory.budget", "host"), ("endpoints.memory.use", "session")));
        await early.SendAsync(FrameBuilder.Text("still here"));
        Assert.Equal("still here", await early.ReadTextAsync());

        memory.Return(full);
        await (await OpenAsync("/echo")).DisposeAsync();
    }
}
