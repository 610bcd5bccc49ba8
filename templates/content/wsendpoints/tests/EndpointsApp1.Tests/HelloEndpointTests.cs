using Endpoints;
using Endpoints.Testing;

namespace EndpointsNamespace1.Tests;

public sealed class HelloEndpointTests : IAsyncDisposable
{
    private readonly WebSocketTestHost _host = WebSocketTestHost.For<HelloEndpoint>(options => options.Json = AppJson.Default);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Greets_and_counts_what_is_said()
    {
        await using var peer = await _host.ConnectAsync("/hello/Ada");
        await peer.ExpectTextAsync("Hello, Ada.");

        await peer.SendAsync(new Say("one"));
        Assert.Equal((1, "one"), await NextAsync());
        await peer.SendAsync(new Say("two"));
        Assert.Equal((2, "two"), await NextAsync());

        async Task<(int, string)> NextAsync()
        {
            var heard = await peer.ExpectAsync<Heard>();
            return (heard.Number, heard.Text);
        }
    }

    [Fact]
    public async Task Tells_the_time_of_the_servers_clock()
    {
        await using var peer = await _host.ConnectAsync("/hello/Ada");
        await peer.ExpectTextAsync();
        await _host.AdvanceAsync(TimeSpan.FromMinutes(1));

        await peer.SendAsync(new Say("now"));

        Assert.Equal(_host.Time.GetUtcNow(), (await peer.ExpectAsync<Heard>()).At);
    }

    [Fact]
    public async Task Closes_when_the_application_stops()
    {
        await using var peer = await _host.ConnectAsync("/hello/Ada");
        await peer.ExpectTextAsync();

        await _host.StopAsync();

        await peer.ExpectCloseAsync(CloseStatus.GoingAway);
    }
}
