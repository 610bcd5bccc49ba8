using System.Net;
using Endpoints.Client.Tests.Servers;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Endpoints.Client.Tests.Http2;

/// <summary>Sessions that are streams of an HTTP/2 connection (RFC 8441), against Kestrel with ASP.NET Core's own WebSockets.</summary>
public sealed class Http2SessionTests() : PlatformSessions(HttpProtocols.Http2, HttpVersion.Version20)
{
    [Fact]
    public async Task Many_sessions_share_one_connection_and_end_without_each_other()
    {
        await using var server = await PlatformServer.StartAsync(tls: true, protocols: HttpProtocols.Http2);
        using var invoker = Http2Options.CreateInvoker();
        var sessions = new List<WebSocketSession>();
        for (var i = 0; i < 20; i++)
        {
            sessions.Add(await WebSocketClient.ConnectAsync(server.Address, Http2Options.Sharing(invoker)).WaitAsync(RawServer.Patience));
        }

        for (var i = 0; i < 10; i++)
        {
            await sessions[i].DisposeAsync();
        }

        sessions[10].Abort();
        Assert.Equal(1006, (await sessions[10].Completion.WaitAsync(RawServer.Patience)).Code);
        for (var i = 11; i < 20; i++)
        {
            await Http2Options.EchoAsync(sessions[i], $"still here {i}");
            await sessions[i].DisposeAsync();
        }

        Assert.Equal(["HTTP/2"], server.Connections.Values);
    }

    [Fact]
    public async Task Without_sharing_each_session_has_a_connection_that_ends_with_it()
    {
        await using var server = await PlatformServer.StartAsync(protocols: HttpProtocols.Http2);
        await using (var first = await WebSocketClient.ConnectAsync(server.Address, Http2Options.Exact).WaitAsync(RawServer.Patience))
        {
            await Http2Options.EchoAsync(first, "1");
        }

        await using var second = await WebSocketClient.ConnectAsync(server.Address, Http2Options.Exact).WaitAsync(RawServer.Patience);
        await Http2Options.EchoAsync(second, "2");
        Assert.Equal(["HTTP/2", "HTTP/2"], server.Connections.Values);
    }

    [Fact]
    public async Task An_abort_ends_the_stream_at_both_ends()
    {
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await PlatformServer.StartAsync(protocols: HttpProtocols.Http2, before: context =>
        {
            context.RequestAborted.Register(aborted.SetResult);
            return Task.FromResult(true);
        });
        var session = await WebSocketClient.ConnectAsync(server.Address, Http2Options.Exact).WaitAsync(RawServer.Patience);
        await session.SendTextAsync("x");
        session.Abort();
        Assert.Equal(1006, (await session.Completion.WaitAsync(RawServer.Patience)).Code);
        await aborted.Task.WaitAsync(RawServer.Patience);
    }

    [Fact]
    public async Task A_stream_that_the_server_resets_ends_the_session_with_1006()
    {
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await PlatformServer.StartAsync(protocols: HttpProtocols.Http2, before: async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await opened.Task;
            context.Abort();
            return false;
        });
        await using var session = await WebSocketClient.ConnectAsync(server.Address, Http2Options.Exact).WaitAsync(RawServer.Patience);
        opened.SetResult();
        Assert.Equal(1006, (await session.Completion.WaitAsync(RawServer.Patience)).Code);
    }

    [Fact]
    public async Task A_conversation_is_the_same_over_HTTP_2()
    {
        await using var server = await PlatformServer.StartAsync(protocols: HttpProtocols.Http2);
        var heard = "";
        var status = await WebSocketClient.ExecuteAsync(
            server.Address,
            new CallbackHandler(async (session, cancellationToken) =>
            {
                await session.SendTextAsync("hello", cancellationToken);
                await foreach (var message in session.ReceiveAllAsync(cancellationToken))
                {
                    heard = message.GetText();
                    return;
                }
            }),
            Http2Options.Exact).WaitAsync(RawServer.Patience);
        Assert.Equal((CloseStatus.Normal.Code, "hello"), (status.Code, heard));
    }
}
