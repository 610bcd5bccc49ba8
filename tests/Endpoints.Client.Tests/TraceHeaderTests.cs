using System.Diagnostics;
using Endpoints.Client.Tests.Servers;

namespace Endpoints.Client.Tests;

/// <summary>Which trace a handshake says that it belongs to.</summary>
public sealed class TraceHeaderTests : IDisposable
{
    private readonly RawServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task The_current_span_is_the_parent_that_is_sent()
    {
        using var span = new Activity("work").SetIdFormat(ActivityIdFormat.W3C).Start();
        span.TraceStateString = "vendor=1";

        var request = await ConnectAsync(new WebSocketClientOptions());

        Assert.Equal(span.Id, RawServer.HeaderOf(request, "traceparent"));
        Assert.Equal("vendor=1", RawServer.HeaderOf(request, "tracestate"));
    }

    [Fact]
    public async Task What_the_application_has_set_is_left_alone()
    {
        const string Own = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        using var span = new Activity("work").SetIdFormat(ActivityIdFormat.W3C).Start();

        var request = await ConnectAsync(new WebSocketClientOptions { Headers = { ["traceparent"] = Own } });

        Assert.Equal(Own, RawServer.HeaderOf(request, "traceparent"));
        Assert.Single(request.Split("\r\n"), line => line.StartsWith("traceparent", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task What_could_end_a_line_is_left_out()
    {
        using var span = new Activity("work").SetIdFormat(ActivityIdFormat.W3C).Start();
        span.TraceStateString = "a=1\r\nX-Other: 2";

        var request = await ConnectAsync(new WebSocketClientOptions());

        Assert.Equal(span.Id, RawServer.HeaderOf(request, "traceparent"));
        Assert.DoesNotContain("X-Other", request, StringComparison.Ordinal);
    }

    private async Task<string> ConnectAsync(WebSocketClientOptions options)
    {
        var connecting = WebSocketClient.ConnectAsync(_server.Address, options);
        var request = await _server.AcceptAsync();
        (await connecting).Abort();
        return request;
    }
}
