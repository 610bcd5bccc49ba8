using System.Globalization;
using Endpoints.Protocol;
using Endpoints.TestKit.Diagnostics;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;

namespace Endpoints.Integration.Tests.Behavior;

public abstract partial class EndpointBehaviorTests
{
    [Fact]
    public async Task One_session_more_than_the_endpoint_takes_is_refused_with_503_until_one_has_ended()
    {
        using var readings = new MeterReadings(Server.Metrics.Meter);
        await using var first = await OpenAsync("/limited/sessions");
        await using var second = await OpenAsync("/limited/sessions");

        await using (var third = await ConnectAsync())
        {
            var refused = await third.ExchangeAsync(RawPeer.Request("/limited/sessions"));
            Assert.Equal(503, refused.Status);
            Assert.InRange(int.Parse(refused["Retry-After"]!, CultureInfo.InvariantCulture), 1, 2);
        }

        Assert.Equal(1, readings.Sum("endpoints.handshakes", ("error.type", "sessions_full"), ("http.route", "/limited/sessions")));
        await first.SendAsync(FrameBuilder.Close(1000));
        Assert.Equal(1000, await first.ReadCloseAsync());
        await using var next = await OpenWhenThereIsPlaceAsync("/limited/sessions");
        await next.SendAsync(FrameBuilder.Text("in"));
        Assert.Equal("in", await next.ReadTextAsync());
    }

    [Fact]
    public async Task A_session_that_is_cut_off_frees_its_place_as_well()
    {
        await using var stays = await OpenAsync("/limited/sessions");
        await (await OpenAsync("/limited/sessions")).DisposeAsync();

        await using var next = await OpenWhenThereIsPlaceAsync("/limited/sessions");
    }

    [Fact]
    public async Task A_user_whom_an_interceptor_has_named_has_the_sessions_of_one_user()
    {
        await using var ada = await OpenAsync("/limited/user?user=ada");
        await using var bob = await OpenAsync("/limited/user?user=bob");
        await using var nobody = await OpenAsync("/limited/user");
        await using var alsoNobody = await OpenAsync("/limited/user");

        await using var again = await ConnectAsync();
        var refused = await again.ExchangeAsync(RawPeer.Request("/limited/user?user=ada"));

        Assert.Equal(503, refused.Status);
        Assert.NotNull(refused["Retry-After"]);
    }

    [Fact]
    public async Task A_handshake_that_comes_to_nothing_keeps_no_place()
    {
        foreach (var (path, status) in new[] { ("/limited/number?number=x", 400), ("/limited/number", 400), ("/limited/broken", 500), ("/limited/broken", 500) })
        {
            await using var peer = await ConnectAsync();
            Assert.Equal(status, (await peer.ExchangeAsync(RawPeer.Request(path))).Status);
        }

        await using var fine = await OpenAsync("/limited/number?number=7");
        Assert.Equal("7", await fine.ReadTextAsync());
    }

    [Fact]
    public async Task A_message_beyond_the_rate_closes_the_session_with_1008()
    {
        await using var peer = await OpenAsync("/limited/close");

        await peer.SendAsync(FrameBuilder.Text("1"), FrameBuilder.Text("2"), FrameBuilder.Text("3"));

        Assert.Equal(["1", "2"], [await peer.ReadTextAsync(), await peer.ReadTextAsync()]);
        Assert.Equal(1008, await peer.ReadCloseAsync());
        await peer.SendAsync(FrameBuilder.Close(1008));
        Assert.True(await peer.IsAtEndAsync());
    }

    [Fact]
    public async Task Messages_beyond_the_rate_are_dropped_and_counted_and_the_session_goes_on()
    {
        using var readings = new MeterReadings(Server.Metrics.Meter);
        await using var peer = await OpenAsync("/limited/drop");

        await peer.SendAsync(
            FrameBuilder.Text("12345"), FrameBuilder.Text("more than is left"), FrameBuilder.Ping("p"), FrameBuilder.Text("6789"), FrameBuilder.Text(""));
        await peer.SendAsync(FrameBuilder.Close(1000));

        Assert.Equal("12345", await peer.ReadTextAsync());
        Assert.Equal(Opcode.Pong, (await peer.ReadFrameAsync()).Opcode);
        Assert.Equal("6789", await peer.ReadTextAsync());
        Assert.Equal(1000, await peer.ReadCloseAsync());
        Assert.Equal(1, readings.Sum("endpoints.rate_limited", ("endpoints.rate_limit.kind", "byte_rate"), ("endpoints.rate_limit.action", "drop")));
        Assert.Equal(1, readings.Sum("endpoints.rate_limited", ("endpoints.rate_limit.kind", "message_rate"), ("endpoints.rate_limit.action", "drop")));
    }

    [Fact]
    public async Task Messages_beyond_the_rate_wait_and_all_are_handled_in_their_order()
    {
        using var readings = new MeterReadings(Server.Metrics.Meter);
        await using var peer = await OpenAsync("/limited/delay");
        var texts = Enumerable.Range(0, 12).Select(i => $"{i}").ToArray();

        await peer.SendAsync([.. texts.Take(6).Select(text => FrameBuilder.Text(text))]);
        await peer.SendAsync([.. texts.Skip(6).Select(text => FrameBuilder.Text(text)), FrameBuilder.Close(1000)]);

        foreach (var text in texts)
        {
            Assert.Equal(text, await peer.ReadTextAsync());
        }

        Assert.Equal(1000, await peer.ReadCloseAsync());
        Assert.True(await peer.IsAtEndAsync());
        Assert.NotEqual(0, readings.Sum("endpoints.rate_limited", ("endpoints.rate_limit.kind", "message_rate"), ("endpoints.rate_limit.action", "delay")));
    }

    /// <summary>A place is free when the last handler has run, which is some moments after the peer has seen the end.</summary>
    private async Task<RawPeer> OpenWhenThereIsPlaceAsync(string path)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var peer = await ConnectAsync();
            if ((await peer.ExchangeAsync(RawPeer.Request(path))).Status == 101)
            {
                return peer;
            }

            await peer.DisposeAsync();
            await Task.Delay(10, patience.Token);
        }
    }
}
