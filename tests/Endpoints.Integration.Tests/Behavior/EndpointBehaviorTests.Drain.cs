using Endpoints.Dispatch;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Integration.Tests.Behavior;

public abstract partial class EndpointBehaviorTests
{
    [Fact]
    public async Task A_handler_that_runs_while_the_host_stops_answers_before_its_session_is_closed()
    {
        await using var busy = await OpenAsync("/drain/slow");
        await using var idle = await OpenAsync("/drain/slow");
        await busy.SendAsync(FrameBuilder.Text("one"));
        Assert.Equal("begins one", await _journal.NextAsync());

        var stopped = _door.StopAsync();
        Assert.Equal(1001, await idle.ReadCloseAsync());
        await idle.SendAsync(FrameBuilder.Close(1001));
        Assert.Equal("closed 1001", await _journal.NextAsync());
        _door.Services.GetRequiredService<Gate>().Steps.Release();

        Assert.Equal("did one", await busy.ReadTextAsync());
        var close = await busy.ReadFrameAsync();
        Assert.Equal((Opcode.Close, 1001), (close.Opcode, close.CloseCode));
        await busy.SendAsync(FrameBuilder.Close(1001));
        Assert.True(await busy.IsAtEndAsync());
        await stopped;
    }

    [Fact]
    public async Task Who_comes_while_the_host_stops_is_told_to_come_again_by_another_connection()
    {
        await _door.Services.GetRequiredService<EndpointServer>().RefuseAsync();
        await using var peer = await ConnectAsync();

        var response = await peer.ExchangeAsync(RawPeer.Request("/echo"));

        Assert.Equal((503, "1", "close"), (response.Status, response["Retry-After"], response["Connection"]));
        Assert.True(await peer.IsAtEndAsync());
    }
}
