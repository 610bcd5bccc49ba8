using System.Diagnostics;
using Endpoints.Client.Tests.Servers;
using Endpoints.TestKit.Diagnostics;

namespace Endpoints.Client.Tests;

/// <summary>The span of a client's handshake.</summary>
public sealed class ClientSpanTests
{
    [Fact]
    public async Task A_handshake_is_a_span_below_the_current_one_and_the_server_is_told_of_it()
    {
        using var server = new RawServer();
        using var outer = new Activity("work").SetIdFormat(ActivityIdFormat.W3C).Start();
        using var spans = new SpanReadings(outer.TraceId);

        var connecting = WebSocketClient.ConnectAsync(server.Address);
        var request = await server.AcceptAsync();
        (await connecting).Abort();

        var span = await spans.FindAsync("connect", outer.TraceId);
        Assert.Equal(ActivityKind.Client, span.Kind);
        Assert.Equal(outer.SpanId, span.ParentSpanId);
        Assert.Equal(span.Id, RawServer.HeaderOf(request, "traceparent"));
        Assert.Equal(101, span.GetTagItem("http.response.status_code"));
        Assert.Equal(server.Address.Port, span.GetTagItem("server.port"));
        Assert.Same(outer, Activity.Current);
    }

    [Fact]
    public async Task A_handshake_that_fails_is_an_error()
    {
        using var outer = new Activity("work").SetIdFormat(ActivityIdFormat.W3C).Start();
        using var spans = new SpanReadings(outer.TraceId);
        Uri address;
        using (var server = new RawServer())
        {
            address = server.Address;
        }

        await Assert.ThrowsAnyAsync<Exception>(() => WebSocketClient.ConnectAsync(address));

        var span = await spans.FindAsync("connect", outer.TraceId);
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.NotNull(span.GetTagItem("error.type"));
    }
}
