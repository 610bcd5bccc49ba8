using Endpoints.Protocol;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;

namespace Endpoints.Integration.Tests.Behavior;

/// <summary>Handlers that are mapped by code.</summary>
public abstract partial class EndpointBehaviorTests
{
    [Fact]
    public async Task A_handler_by_code_has_the_whole_conversation()
    {
        await using var peer = await OpenAsync("/code/echo");

        await peer.SendAsync(FrameBuilder.Text("héllo"), FrameBuilder.Binary([1, 2, 3]));

        Assert.Equal("héllo", await peer.ReadTextAsync());
        Assert.Equal([1, 2, 3], (await peer.ReadFrameAsync()).Payload);

        // Not at once: a close frame is answered while a handler that waits is still at work on the message before it.
        await peer.SendAsync(FrameBuilder.Close(4000));
        Assert.Equal(4000, await peer.ReadCloseAsync());
        Assert.True(await peer.IsAtEndAsync());
    }

    [Fact]
    public async Task A_handler_by_code_has_its_own_limits()
    {
        await using var peer = await OpenAsync("/code/echo");
        await peer.SendAsync(FrameBuilder.Binary(new byte[1000]));
        Assert.Equal(1000, (await peer.ReadFrameAsync()).Payload.Length);

        await peer.SendAsync(FrameBuilder.Header(Opcode.Binary, 1001));

        Assert.Equal(1009, await peer.ReadCloseAsync());
    }

    [Theory]
    [InlineData("http://localhost", 101)]
    [InlineData("https://app.example.com", 101)]
    [InlineData("https://evil.example", 403)]
    public async Task A_handler_by_code_admits_its_origins(string origin, int status)
    {
        await using var peer = await ConnectAsync();

        Assert.Equal(status, (await peer.ExchangeAsync(RawPeer.Request("/code/echo", $"Origin: {origin}"))).Status);
    }

    [Theory]
    [InlineData("echo.v1, echo.v2", "echo.v1")]
    [InlineData("other", null)]
    public async Task A_handler_by_code_speaks_the_sub_protocols_that_it_names(string offered, string? agreed)
    {
        await using var peer = await ConnectAsync();

        var response = await peer.OpenAsync("/code/echo", $"Sec-WebSocket-Protocol: {offered}");

        Assert.Equal(agreed, response["Sec-WebSocket-Protocol"]);
    }

    [Theory]
    [InlineData("/code/count/a%20b", "a b|7|- True")]
    [InlineData("/code/count/x/12/red/", "x|12|red True")]
    public async Task Each_session_has_a_handler_with_its_services_and_route_values(string path, string expected)
    {
        await using var first = await OpenAsync(path);
        await using var second = await OpenAsync(path);
        Assert.Equal(expected, await first.ReadTextAsync());
        Assert.Equal(expected, await second.ReadTextAsync());

        await first.SendAsync(FrameBuilder.Text("x"), FrameBuilder.Text("x"));
        Assert.Equal(["1", "2"], [await first.ReadTextAsync(), await first.ReadTextAsync()]);
        await second.SendAsync(FrameBuilder.Text("x"));
        Assert.Equal("1", await second.ReadTextAsync());
    }

    [Theory]
    [InlineData("leave", 1000)]
    [InlineData("throw", 1011)]
    public async Task The_end_of_a_handler_by_code_is_the_end_of_its_session(string text, int code)
    {
        await using var peer = await OpenAsync("/code/count/x");

        await peer.SendAsync(FrameBuilder.Text("one"), FrameBuilder.Text(text), FrameBuilder.Text("too late"));

        Assert.Equal(["x|7|- True", "1"], [await peer.ReadTextAsync(), await peer.ReadTextAsync()]);
        Assert.Equal(code, await peer.ReadCloseAsync());
        await peer.SendAsync(FrameBuilder.Close(code));
        Assert.True(await peer.IsAtEndAsync());
        Assert.Equal("handler disposed after 1", await _journal.NextAsync());
    }

    [Fact]
    public async Task A_handler_by_code_is_told_when_its_session_has_ended()
    {
        await using var peer = await OpenAsync("/code/count/x");

        await peer.SendAsync(FrameBuilder.Close(1000));

        Assert.Equal("ended Closed", await _journal.NextAsync());
        Assert.Equal("handler disposed after 0", await _journal.NextAsync());
    }

    [Fact]
    public async Task A_broken_connection_ends_a_handler_by_code()
    {
        var peer = await OpenAsync("/code/count/x");
        Assert.Equal("x|7|- True", await peer.ReadTextAsync());

        await peer.DisposeAsync();

        Assert.Equal("handler disposed after 0", await _journal.NextAsync());
    }

    [Theory]
    [InlineData("/ordered/x", "code")] // a lower order comes before a closer template of a class
    [InlineData("/code/other/path", "rest")]
    [InlineData("/code", "rest")]
    public async Task Order_and_precedence_hold_between_handlers_and_classes(string path, string expected)
    {
        await using var peer = await OpenAsync(path);

        Assert.Equal(expected, await peer.ReadTextAsync());
        Assert.Equal(1000, await peer.ReadCloseAsync());
    }
}
