using System.Net;

namespace Endpoints.Conformance.Tests.Doors.Heads;

/// <summary>The handshake over HTTP/2 (RFC 8441): what the client's library lets through is answered as over HTTP/1.1.</summary>
public sealed class Http2Heads(Http2Fixture door) : IClassFixture<Http2Fixture>
{
    [Theory]
    [InlineData("Sec-WebSocket-Version", "13", 200)]
    [InlineData("Sec-WebSocket-Version", null, 400)]
    [InlineData("Sec-WebSocket-Version", "8", 426)]
    [InlineData("Sec-WebSocket-Version", "013", 400)]
    [InlineData("Sec-WebSocket-Version", "256", 400)]
    [InlineData("Sec-WebSocket-Protocol", "chat, superchat", 200)]
    [InlineData("Sec-WebSocket-Protocol", "a b", 400)]
    [InlineData("Sec-WebSocket-Protocol", "a;b", 400)]
    [InlineData("Sec-WebSocket-Extensions", "foo; bar=1", 200)]
    [InlineData("Sec-WebSocket-Extensions", "foo; bar=", 400)]
    [InlineData("Sec-WebSocket-Extensions", "foo bar", 400)]
    [InlineData("Origin", "http://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Sec-WebSocket-Key", "means nothing here", 200)]
    public async Task A_header_is_judged_as_over_http_1(string name, string? value, int status)
    {
        using var request = Http2Fixture.Connect(door.Host(HostPolicy.Default), ConformanceEndpoints.EchoPath);
        request.Headers.Remove(name);
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Http2Fixture.ExchangeAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.False(response.Headers.Contains("Sec-WebSocket-Accept"));
    }

    [Fact]
    public async Task An_unsupported_version_is_answered_with_the_supported_one()
    {
        using var request = Http2Fixture.Connect(door.Host(HostPolicy.Default), ConformanceEndpoints.EchoPath);
        request.Headers.Remove("Sec-WebSocket-Version");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "12");

        using var response = await Http2Fixture.ExchangeAsync(request);

        Assert.Equal(["13"], response.Headers.GetValues("Sec-WebSocket-Version"));
    }

    [Fact]
    public async Task Another_protocol_than_websocket_opens_nothing()
    {
        using var request = Http2Fixture.Connect(door.Host(HostPolicy.Default), ConformanceEndpoints.EchoPath);
        request.Headers.Protocol = "connect-udp";

        using var response = await Http2Fixture.ExchangeAsync(request);

        Assert.NotEqual(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(0, door.SessionCount);
    }

    [Theory]
    [InlineData("/nothing", 404)]
    [InlineData("/echo/more", 404)]
    public async Task A_path_without_an_endpoint_is_404(string path, int status)
    {
        using var request = Http2Fixture.Connect(door.Host(HostPolicy.Default), path);

        using var response = await Http2Fixture.ExchangeAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
    }
}
