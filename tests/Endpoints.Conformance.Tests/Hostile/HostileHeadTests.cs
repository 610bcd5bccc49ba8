using Endpoints.Dispatch;
using Endpoints.TestKit.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Conformance.Tests.Hostile;

/// <summary>Request heads that are too large, too slow, or that two servers could read as two things.</summary>
public class HostileHeadTests
{
    [Fact]
    public async Task A_head_of_one_byte_at_a_time_is_answered_once_it_is_whole()
    {
        await using var door = EchoTable.Open();
        await using var peer = new RawPeer(await door.ConnectAsync());
        foreach (var letter in RawPeer.Request("/echo"))
        {
            await peer.SendAsync($"{letter}");
        }

        Assert.Equal(101, (await peer.ReadResponseAsync()).Status);
    }

    [Theory]
    [InlineData(0, 101)]
    [InlineData(1, 431)]
    public async Task A_head_as_large_as_the_limit_passes_and_one_byte_more_is_431(int past, int status)
    {
        await using var door = EchoTable.Open();
        await using var peer = new RawPeer(await door.ConnectAsync());
        var length = RawPeer.Request("/echo", "X: ").Length;

        var response = await peer.ExchangeAsync(RawPeer.Request("/echo", "X: " + new string('x', HeadProcessor.MaxHeadSize - length + past)));

        Assert.Equal(status, response.Status);
    }

    [Theory]
    [InlineData(0, 101)]
    [InlineData(1, 431)]
    public async Task As_many_headers_as_the_limit_pass_and_one_more_is_431(int past, int status)
    {
        await using var door = EchoTable.Open();
        await using var peer = new RawPeer(await door.ConnectAsync());
        var more = HeadProcessor.MaxHeaders - 5 + past;

        var response = await peer.ExchangeAsync(RawPeer.Request("/echo", [.. Enumerable.Repeat("X: y", more)]));

        Assert.Equal(status, response.Status);
    }

    [Fact]
    public async Task A_target_that_fills_the_head_is_414()
    {
        await using var door = EchoTable.Open();
        await using var peer = new RawPeer(await door.ConnectAsync());

        Assert.Equal(414, (await peer.ExchangeAsync($"GET /{new string('x', HeadProcessor.MaxHeadSize)}")).Status);
    }

    [Theory]
    [InlineData("GET /echo HTTP/1.1\nHost: a\n\n")]
    [InlineData("GET /echo HTTP/1.1\r\nHost: a\r\n X: folded\r\n\r\n")]
    [InlineData("GET /echo HTTP/1.1\r\nHost: a\rX: b\r\n\r\n")]
    [InlineData("GET /echo HTTP/1.1\r\nHost: a\0b\r\n\r\n")]
    [InlineData("GET /echo HTTP/1.1\r\nHost : a\r\n\r\n")]
    [InlineData("GET /echo HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("GET /echo HTTP/1.1\r\n\r\n")]
    [InlineData("GET  /echo HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /echo\r\n\r\n")]
    [InlineData("GET http://b/echo HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET http://a@b/echo HTTP/1.1\r\nHost: b\r\n\r\n")]
    [InlineData("GET a:1 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /echo HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("GET /echo HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nContent-Length: 0, 5\r\n\r\nhello")]
    [InlineData("GET /echo HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nContent-Length: +0\r\n\r\n")]
    [InlineData("GET /echo HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("GET /echo HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n")]
    public async Task What_two_servers_could_read_as_two_things_is_400_and_the_end_of_the_connection(string request)
    {
        await using var door = EchoTable.Open();
        await using var peer = new RawPeer(await door.ConnectAsync());

        var response = await peer.ExchangeAsync(request);

        Assert.Equal(400, response.Status);
        Assert.Equal("close", response["Connection"]);
        Assert.Equal(0, door.Services.GetRequiredService<EndpointServer>().SessionCount);
    }

    [Fact]
    public async Task A_second_request_behind_a_refused_one_is_never_read()
    {
        await using var door = EchoTable.Open();
        await using var peer = new RawPeer(await door.ConnectAsync());

        var response = await peer.ExchangeAsync("GET /none HTTP/1.1\r\nHost: a\r\n\r\n" + RawPeer.Request("/echo"));
        await door.StopAsync();

        Assert.Equal(404, response.Status);
        Assert.Equal(0, door.Services.GetRequiredService<EndpointServer>().SessionCount);
    }

    [Fact]
    public async Task An_over_long_percent_encoded_path_is_decoded_once_and_matches_nothing()
    {
        await using var door = EchoTable.Open();
        await using var peer = new RawPeer(await door.ConnectAsync());

        var response = await peer.ExchangeAsync(RawPeer.Request("/" + string.Concat(Enumerable.Repeat("%25%32%35", 1_500))));

        Assert.Equal(404, response.Status);
    }
}
