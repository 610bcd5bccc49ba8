using System.Net;
using Endpoints.Client.Tests.Servers;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Endpoints.Client.Tests;

/// <summary>Against Kestrel with ASP.NET Core's own WebSockets over HTTP/1.1, with and without TLS and compression.</summary>
public sealed class PlatformTests() : PlatformSessions(HttpProtocols.Http1, HttpVersion.Version11)
{
    [Fact]
    public async Task A_Unix_socket_can_stand_for_host_and_port()
    {
        await using var server = await PlatformServer.StartAsync(unixSocket: true);
        await using var session = await WebSocketClient.ConnectAsync(
            server.Address, new WebSocketClientOptions { UnixSocketPath = server.UnixSocketPath, Protocols = { "other", "echo.v1" } });
        Assert.Equal("echo.v1", session.SubProtocol);
        await session.SendTextAsync("over a file");
        var messages = session.ReceiveAllAsync().GetAsyncEnumerator();
        Assert.True(await messages.MoveNextAsync());
        Assert.Equal("over a file", messages.Current.GetText());
        await messages.DisposeAsync();
    }
}
