using System.Net;
using System.Net.Sockets;
using Endpoints.Client.Tests.Servers;
using Endpoints.Options;
using Endpoints.Testing;

namespace Endpoints.Client.Tests;

/// <summary>The opening handshake on the wire: what is sent, and which answers are taken (RFC 6455 section 4.1).</summary>
public sealed class HandshakeTests : IDisposable
{
    private const string Good = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n";

    private readonly RawServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task The_request_is_the_RFCs_and_its_key_is_16_fresh_bytes()
    {
        var keys = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            using var server = new RawServer();
            var connecting = WebSocketClient.ConnectAsync(server.Address);
            var request = await server.AcceptAsync();
            (await connecting).Abort();

            var key = RawServer.HeaderOf(request, "Sec-WebSocket-Key");
            Assert.Equal(16, Convert.FromBase64String(key).Length);
            Assert.True(keys.Add(key));
            Assert.Equal(
                $"GET /chat?room=1 HTTP/1.1\r\nHost: 127.0.0.1:{server.Address.Port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n",
                request);
        }
    }

    [Fact]
    public async Task Headers_cookies_origin_sub_protocols_and_compression_are_sent_as_asked_for()
    {
        var cookies = new CookieContainer();
        cookies.Add(new Uri($"http://127.0.0.1:{_server.Address.Port}/"), new Cookie("session", "42"));
        var options = new WebSocketClientOptions
        {
            Headers = { ["Authorization"] = "Bearer t" },
            Cookies = cookies,
            Origin = "https://example.com",
            Protocols = { "chat.v2", "chat.v1" },
            Compression = new WebSocketCompressionOptions(),
        };
        var connecting = WebSocketClient.ConnectAsync(_server.Address, options);
        var request = await _server.AcceptAsync("Sec-WebSocket-Protocol: chat.v1", "Set-Cookie: seen=1; Path=/", "X-Two: a", "x-two: b");
        var session = await connecting;

        Assert.Equal("Bearer t", RawServer.HeaderOf(request, "Authorization"));
        Assert.Equal("session=42", RawServer.HeaderOf(request, "Cookie"));
        Assert.Equal("https://example.com", RawServer.HeaderOf(request, "Origin"));
        Assert.Equal("chat.v2, chat.v1", RawServer.HeaderOf(request, "Sec-WebSocket-Protocol"));
        Assert.Equal(
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover; client_max_window_bits",
            RawServer.HeaderOf(request, "Sec-WebSocket-Extensions"));
        Assert.Contains("seen=1", cookies.GetCookieHeader(new Uri($"http://127.0.0.1:{_server.Address.Port}/")), StringComparison.Ordinal);

        var handshake = Assert.IsType<WebSocketClientHandshake>(session.Handshake);
        Assert.Equal(("chat.v1", 1), (session.SubProtocol, handshake.SubProtocolIndex));
        Assert.Equal(("/chat", "?room=1", "1"), (handshake.Path, handshake.QueryString, handshake.GetQueryValue("ROOM")));
        Assert.Equal("a, b", handshake.GetHeaderValue("X-TWO"));
        Assert.Equal(["a", "b"], handshake.Headers["x-Two"]);
        Assert.Equal(_server.Address.Port, Assert.IsType<IPEndPoint>(handshake.RemoteEndPoint).Port);
        session.Abort();
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nX-Why: gone\r\n", "step 1", 404)]
    [InlineData("HTTP/1.1 200\r\nX-Why: gone\r\n", "step 1", 200)]
    [InlineData("HTTP/1.1 101 \r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n", "step 2", 101)]
    [InlineData("HTTP/1.1 101 \r\nUpgrade: h2c\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n", "step 2", 101)]
    [InlineData("HTTP/1.1 101 \r\nUpgrade: websocket, h2c\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n", "step 2", 101)]
    [InlineData("HTTP/1.1 101 \r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {accept}\r\n", "step 3", 101)]
    [InlineData("HTTP/1.1 101 \r\nUpgrade: websocket\r\nConnection: close\r\nSec-WebSocket-Accept: {accept}\r\n", "step 3", 101)]
    [InlineData("HTTP/1.1 101 \r\nUpgrade: websocket\r\nConnection: Upgrade\r\n", "step 4", 101)]
    [InlineData("HTTP/1.1 101 \r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", "step 4", 101)]
    [InlineData(Good + "Sec-WebSocket-Accept: {accept}\r\n", "step 4", 101)]
    [InlineData(Good + "Sec-WebSocket-Extensions: permessage-deflate\r\n", "step 5", 101)]
    [InlineData(Good + "Sec-WebSocket-Protocol: chat\r\n", "step 6", 101)]
    public async Task A_response_that_breaks_a_rule_is_refused_by_its_step(string response, string step, int status)
    {
        var connecting = WebSocketClient.ConnectAsync(_server.Address);
        await _server.AnswerAsync($"{response}\r\n");

        var error = await Assert.ThrowsAsync<WebSocketHandshakeException>(() => connecting);

        Assert.Contains($"RFC 6455 section 4.1, {step}", error.Message, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode)status, error.StatusCode);
        Assert.Equal(response.Contains("X-Why", StringComparison.Ordinal), error.Headers.ContainsKey("x-why"));
        Assert.True(await _server.IsEndedAsync());
    }

    [Theory]
    [InlineData("Sec-WebSocket-Protocol: CHAT", "step 6")]
    [InlineData("Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: chat", "step 6")]
    [InlineData("Sec-WebSocket-Protocol: chat, chat", "step 6")]
    [InlineData("Sec-WebSocket-Extensions: x-unknown", "step 5")]
    [InlineData("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=16", "step 5")]
    [InlineData("Sec-WebSocket-Extensions: permessage-deflate", "step 5")]
    public async Task What_was_not_offered_is_refused(string header, string step)
    {
        var options = new WebSocketClientOptions
        {
            Protocols = { "chat" },
            Compression = new WebSocketCompressionOptions(),
        };
        var connecting = WebSocketClient.ConnectAsync(_server.Address, options);
        await _server.AnswerAsync($"{Good}{header}\r\n\r\n");
        var error = await Assert.ThrowsAsync<WebSocketHandshakeException>(() => connecting);
        Assert.Contains(step, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "no HTTP server")]
    [InlineData("HTTP/1.0 101 Switching Protocols\r\n\r\n", "not of HTTP/1.1")]
    [InlineData("HTTP/1.1 101 x\n", "CR LF")]
    [InlineData("HTTP/1.1 101 x\r\nNo colon\r\n\r\n", "A header of the response")]
    public async Task What_is_no_response_is_told_so_without_a_status(string response, string message)
    {
        var connecting = WebSocketClient.ConnectAsync(_server.Address);
        await _server.AnswerAsync(response);
        var error = await Assert.ThrowsAsync<WebSocketHandshakeException>(() => connecting);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Null(error.StatusCode);
        Assert.Empty(error.Headers);
    }

    [Fact]
    public async Task A_head_at_the_limit_is_taken_and_one_past_it_is_not()
    {
        const int Limit = 1000;
        foreach (var excess in (int[])[0, 1])
        {
            using var server = new RawServer();
            var connecting = WebSocketClient.ConnectAsync(server.Address, new WebSocketClientOptions { MaxResponseHeadSize = Limit });
            var request = await server.ReadRequestAsync();
            var plain = RawServer.Acceptance(request, "X-Pad: ").Length;
            await server.SendAsync(RawServer.Acceptance(request, "X-Pad: " + new string('x', Limit - plain + excess)));
            if (excess == 0)
            {
                (await connecting).Abort();
            }
            else
            {
                var error = await Assert.ThrowsAsync<WebSocketHandshakeException>(() => connecting);
                Assert.Contains("larger than this client takes", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_hundred_headers_are_taken_and_one_more_is_not()
    {
        foreach (var count in (int[])[97, 98])
        {
            using var server = new RawServer();
            var connecting = WebSocketClient.ConnectAsync(server.Address);
            await server.AcceptAsync([.. Enumerable.Range(0, count).Select(i => $"X-{i}: y")]);
            if (count == 97)
            {
                (await connecting).Abort();
            }
            else
            {
                await Assert.ThrowsAsync<WebSocketHandshakeException>(() => connecting);
            }
        }
    }

    [Fact]
    public async Task Interim_responses_are_skipped_and_a_response_may_come_byte_by_byte_with_a_message_behind_it()
    {
        var connecting = WebSocketClient.ConnectAsync(_server.Address);
        var request = await _server.ReadRequestAsync();
        var response = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + RawServer.Acceptance(request);
        foreach (var letter in response[..^1])
        {
            await _server.SendAsync((byte)letter);
        }

        await _server.SendAsync([(byte)'\n', 0x81, 0x02, (byte)'h', (byte)'i']);
        await using var session = await connecting;
        await foreach (var message in session.ReceiveAllAsync())
        {
            Assert.Equal("hi", message.GetText());
            session.Abort();
            break;
        }
    }

    [Fact]
    public async Task A_server_that_goes_away_is_an_error_of_the_connection()
    {
        var connecting = WebSocketClient.ConnectAsync(_server.Address);
        await _server.ReadRequestAsync();
        _server.Stream.Dispose();
        await Assert.ThrowsAnyAsync<IOException>(() => connecting);
    }

    [Fact]
    public async Task Nobody_there_is_an_error_of_the_socket()
    {
        var address = _server.Address;
        _server.Dispose();
        await Assert.ThrowsAnyAsync<SocketException>(() => WebSocketClient.ConnectAsync(address));
    }

    [Fact]
    public async Task A_connection_that_takes_too_long_is_given_up()
    {
        var time = new TestClock();
        var asked = new TaskCompletionSource();
        var options = new WebSocketClientOptions
        {
            TimeProvider = time,
            ConnectTimeout = TimeSpan.FromSeconds(3),
            ConnectCallback = async (_, cancellationToken) =>
            {
                asked.SetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                throw new InvalidOperationException();
            },
        };
        var connecting = WebSocketClient.ConnectAsync(_server.Address, options);
        await asked.Task;
        time.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromTicks(1));
        Assert.False(connecting.IsCompleted);
        time.Advance(TimeSpan.FromTicks(1));
        var error = await Assert.ThrowsAsync<TimeoutException>(() => connecting);
        Assert.Contains("ConnectTimeout", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up()
    {
        var time = new TestClock();
        var options = new WebSocketClientOptions { TimeProvider = time, HandshakeTimeout = TimeSpan.FromSeconds(4) };
        var connecting = WebSocketClient.ConnectAsync(_server.Address, options);
        await _server.ReadRequestAsync();
        await _server.SendAsync("HTTP/1.1 101");
        time.Advance(TimeSpan.FromSeconds(4) - TimeSpan.FromTicks(1));
        Assert.False(connecting.IsCompleted);
        time.Advance(TimeSpan.FromTicks(1));
        var error = await Assert.ThrowsAsync<TimeoutException>(() => connecting);
        Assert.Contains("HandshakeTimeout", error.Message, StringComparison.Ordinal);
        Assert.True(await _server.IsEndedAsync());
    }

    [Fact]
    public async Task The_caller_may_give_up()
    {
        using var cancel = new CancellationTokenSource();
        var connecting = WebSocketClient.ConnectAsync(_server.Address, cancellationToken: cancel.Token);
        await _server.ReadRequestAsync();
        await cancel.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        Assert.Equal(cancel.Token, error.CancellationToken);
    }
}
