using System.Text;
using Endpoints.Client.Tests.Http2;
using Endpoints.Client.Tests.Servers;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Endpoints.Client.Tests.Handlers;

/// <summary>Conversations whose client's side is a class with handlers.</summary>
public sealed class ClientEndpointTests
{
    private static readonly Uri Address = new("ws://memory.example/?room=7");

    private readonly RuntimeServer _server = new(TimeProvider.System);
    private readonly Notes _notes = new();

    private ServiceProvider Services => new ServiceCollection().AddSingleton(_notes).AddScoped<SessionService>().BuildServiceProvider();

    /// <summary>The server says something, and closes when it was answered.</summary>
    private static ValueTask Converse(WebSocketSession session, string call) => call switch
    {
        "open" => session.SendTextAsync("""{"Text":"hi"}"""),
        """text {"Text":"hi!"}""" => SendAndCloseAsync(session),
        _ => default,
    };

    private static async ValueTask SendAndCloseAsync(WebSocketSession session)
    {
        await session.SendBinaryAsync(new byte[] { 1, 2 });
        await session.CloseAsync(new CloseStatus(4001, "done"));
    }

    [Fact]
    public async Task Handlers_get_the_session_with_values_and_services_and_their_results_are_sent()
    {
        await using var services = Services;
        var options = _server.Options;
        options.Services = services;
        _server.Sink.OnCall = Converse;
        var status = await WebSocketClient.ExecuteAsync<Talker>(Address, options).WaitAsync(RawServer.Patience);
        Assert.Equal(new CloseStatus(4001, "done"), status);
        Assert.Equal(["open 7 Open SessionService", "said hi", "2 bytes", "closed 4001", "disposed"], _notes.Lines);
        await _notes.ScopeEnded.Task.WaitAsync(RawServer.Patience);
    }

    [Theory]
    [InlineData("v1", "first x")]
    [InlineData("v2", "second x")]
    public async Task The_endpoints_sub_protocols_are_offered_and_the_agreed_one_chooses_the_handlers(string agreed, string reply)
    {
        using var server = new RawServer();
        var connecting = WebSocketClient.ConnectAsync<Versioned>(server.Address);
        var request = await server.AcceptAsync($"Sec-WebSocket-Protocol: {agreed}");
        Assert.Equal("v2, v1", RawServer.HeaderOf(request, "Sec-WebSocket-Protocol"));
        var session = await connecting.WaitAsync(RawServer.Patience);
        Assert.Equal(agreed, session.SubProtocol);
        await server.SendAsync(0x81, 1, (byte)'x');
        var (first, payload) = await server.ReadFrameAsync();
        Assert.Equal((0x81, reply), (first, Encoding.UTF8.GetString(payload)));
        session.Abort();
    }

    [Fact]
    public async Task Options_with_other_sub_protocols_are_refused()
    {
        var options = new WebSocketClientOptions { Protocols = { "v1", "v2" } };
        var error = await Assert.ThrowsAsync<ArgumentException>(() => WebSocketClient.ConnectAsync<Versioned>(Address, options));
        Assert.Contains("Versioned", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_the_response_lacks_fails_the_connecting()
    {
        using var server = new RawServer();
        var connecting = WebSocketClient.ConnectAsync<Named>(server.Address);
        await server.AcceptAsync();
        var error = await Assert.ThrowsAsync<WebSocketHandshakeException>(() => connecting.WaitAsync(RawServer.Patience));
        Assert.Contains("The header 'X-Server' (string) is missing.", error.Message, StringComparison.Ordinal);
        Assert.True(await server.IsEndedAsync());
    }

    [Fact]
    public async Task What_a_constructor_needs_and_is_not_there_fails_the_connecting()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => WebSocketClient.ConnectAsync<Talker>(Address, _server.Options));
        await _server.Ended.WaitAsync(RawServer.Patience);
    }

    [Fact]
    public async Task A_handler_that_throws_closes_with_1011()
    {
        _server.Sink.OnCall = (session, call) => call == "open" ? session.SendTextAsync("x") : default;
        Assert.Equal(CloseStatus.InternalError, await WebSocketClient.ExecuteAsync<Failing>(Address, _server.Options).WaitAsync(RawServer.Patience));
    }

    [Fact]
    public async Task A_cancelled_conversation_is_closed_with_1001()
    {
        await using var services = Services;
        var options = _server.Options;
        options.Services = services;
        using var cancel = new CancellationTokenSource();
        _server.Sink.OnCall = (session, call) =>
            call.StartsWith("text", StringComparison.Ordinal) ? new ValueTask(cancel.CancelAsync()) : Converse(session, call);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => WebSocketClient.ExecuteAsync<Talker>(Address, options, cancel.Token).WaitAsync(RawServer.Patience, CancellationToken.None));
        await _server.Ended.WaitAsync(RawServer.Patience);
        Assert.Equal("closed 1001 The client was cancelled.", _server.Sink.Calls[^1]);
    }

    [Fact]
    public async Task The_holder_of_the_session_sends_and_closes_beside_the_handlers_but_has_no_messages_to_walk()
    {
        var session = await WebSocketClient.ConnectAsync<Failing>(Address, _server.Options).WaitAsync(RawServer.Patience);
        await session.SendTextAsync("mine");
        Assert.Throws<InvalidOperationException>(() => session.ReceiveAllAsync());
        await session.DisposeAsync();
        await _server.Ended.WaitAsync(RawServer.Patience);
        Assert.Equal(["open", "text mine", "closed 1000"], _server.Sink.Calls);
    }

    [Fact]
    public async Task Each_session_of_a_policy_has_an_instance_of_its_own()
    {
        await using var services = Services;
        var options = _server.Options;
        options.Services = services;
        var opened = 0;
        _server.Sink.OnCall = (session, call) => call == "open"
            ? session.CloseAsync(++opened == 1 ? CloseStatus.GoingAway : CloseStatus.Normal)
            : default;
        var reconnect = new WebSocketReconnectOptions { FirstDelay = TimeSpan.FromTicks(1) };
        var status = await WebSocketClient.KeepConnectedAsync<Talker>(Address, reconnect, options).WaitAsync(RawServer.Patience);
        Assert.Equal((CloseStatus.Normal, 2), (status, _notes.Lines.Count(line => line == "disposed")));
    }

    [Fact]
    public async Task A_codec_reads_and_writes_the_messages()
    {
        _server.Sink.OnCall = (session, call) => call switch
        {
            "open" => session.SendBinaryAsync("41"u8.ToArray()),
            "binary 42" => session.CloseAsync(),
            _ => default,
        };
        Assert.Equal(CloseStatus.Normal, await WebSocketClient.ExecuteAsync<Counting>(Address, _server.Options).WaitAsync(RawServer.Patience));
        await _server.Ended.WaitAsync(RawServer.Patience);
        Assert.Equal(["open", "binary 42", "closed 1000"], _server.Sink.Calls);
    }

    [Fact]
    public async Task A_handler_may_take_all_messages_as_a_sequence_and_answer_with_one()
    {
        _server.Sink.OnCall = async (session, call) =>
        {
            if (call == "open")
            {
                await session.SendTextAsync("""{"Text":"a"}""");
                await session.SendTextAsync("""{"Text":"b"}""");
            }
            else if (call == """text {"Text":"2 b"}""")
            {
                await session.CloseAsync();
            }
        };
        Assert.Equal(CloseStatus.Normal, await WebSocketClient.ExecuteAsync<Walking>(Address, _server.Options).WaitAsync(RawServer.Patience));
        await _server.Ended.WaitAsync(RawServer.Patience);
        Assert.Equal(["open", """text {"Text":"1 a"}""", """text {"Text":"2 b"}""", "closed 1000"], _server.Sink.Calls);
    }

    [Fact]
    public async Task A_handler_may_read_a_message_while_it_arrives()
    {
        _server.Sink.OnCall = (session, call) => call switch
        {
            "open" => session.SendBinaryAsync(new byte[700_000]),
            "text 700000 bytes" => session.CloseAsync(),
            _ => default,
        };
        Assert.Equal(CloseStatus.Normal, await WebSocketClient.ExecuteAsync<Reading>(Address, _server.Options).WaitAsync(RawServer.Patience));
        await _server.Ended.WaitAsync(RawServer.Patience);
        Assert.Equal(["open", "text 700000 bytes", "closed 1000"], _server.Sink.Calls);
    }

    [Fact]
    public async Task An_endpoint_is_served_over_HTTP_2_as_over_HTTP_1_1()
    {
        await using var server = await PlatformServer.StartAsync(protocols: HttpProtocols.Http2);
        await using var services = Services;
        var options = Http2Options.Exact;
        options.Services = services;
        var session = await WebSocketClient.ConnectAsync<Talker>(new Uri(server.Address, "?room=8"), options).WaitAsync(RawServer.Patience);
        await session.SendBinaryAsync(new byte[] { 1, 2, 3 });
        await _notes.Taken.Task.WaitAsync(RawServer.Patience);
        await session.DisposeAsync();
        Assert.Equal(["open 8 Open SessionService", "3 bytes", "closed 1000", "disposed"], _notes.Lines);
    }

    [Fact]
    public async Task A_host_keeps_an_endpoint_connected()
    {
        _server.Sink.OnCall = Converse;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(_notes).AddScoped<SessionService>();
        builder.Services.AddWebSocketClientEndpoint<Talker>(client =>
        {
            client.Address = Address;
            client.Options.ConnectCallback = _server.Options.ConnectCallback;
        });
        using var host = builder.Build();
        await host.StartAsync();
        await _notes.ScopeEnded.Task.WaitAsync(RawServer.Patience);
        await host.StopAsync();
        Assert.Contains("said hi", _notes.Lines);
    }
}
