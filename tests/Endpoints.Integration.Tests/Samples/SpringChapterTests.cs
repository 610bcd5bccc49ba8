using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Endpoints.Integration.Tests.Clients;
using Endpoints.TestKit.Net;

namespace Endpoints.Integration.Tests.Samples;

/// <summary>The sample with every code sample of Spring's WebSocket chapter, and its client: each does what the chapter says of it.</summary>
public sealed class SpringChapterTests(SpringChapterTests.SpringChapter chapter) : IClassFixture<SpringChapterTests.SpringChapter>
{
    private const int MaxMessageSize = 64 * 1024;

    [Fact]
    public async Task The_handshake_of_the_introduction_is_answered_as_printed()
    {
        await using var peer = await ConnectRawAsync();

        var response = await peer.ExchangeAsync(string.Join("\r\n",
            "GET /spring-websocket-portfolio/portfolio HTTP/1.1",
            "Host: localhost:8080",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: Uc9l9TMkWGbHFD2qnFHltg==",
            "Sec-WebSocket-Protocol: v10.stomp, v11.stomp",
            "Sec-WebSocket-Version: 13",
            "Origin: http://localhost:8080",
            "",
            ""));

        Assert.Equal(101, response.Status);
        Assert.Equal("websocket", response["Upgrade"]);
        Assert.Equal("Upgrade", response["Connection"]);
        Assert.Equal("1qVdfYHU9hPOl4JYYNXF623Gzn0=", response["Sec-WebSocket-Accept"]);
        Assert.Equal("v10.stomp", response["Sec-WebSocket-Protocol"]);
        Assert.Equal("v10.stomp from http://localhost:8080", await peer.ReadTextAsync());
    }

    [Fact]
    public async Task A_path_is_the_handlers_for_upgrades_and_the_controllers_for_everything_else()
    {
        using var http = new HttpClient { BaseAddress = chapter.Process.Address };
        Assert.Equal("You have reached /path by HTTP.", await http.GetStringAsync(new Uri("/path", UriKind.Relative)));

        using var client = await ConnectAsync("/path");
        Assert.Equal("You have reached /path by WebSocket.", await ReadTextAsync(client));
        Assert.Equal("That was all.", await ReadTextAsync(client));
        await AssertClosedAsync(client, 1000);
    }

    [Fact]
    public async Task Inbound_only_takes_what_comes_until_the_peer_closes()
    {
        using var client = await ConnectAsync("/flows/inbound");
        var line = NewLine();
        await SendTextAsync(client, line);

        await client.CloseAsync();

        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.Socket.CloseStatus);
        await AssertStoredAsync(line);
    }

    [Fact]
    public async Task Nested_work_keeps_messages_beyond_their_step()
    {
        using var client = await ConnectAsync("/flows/nested");
        string[] lines = [.. Enumerable.Range(0, 10).Select(_ => NewLine())];
        foreach (var line in lines)
        {
            await SendTextAsync(client, line);
        }

        await client.CloseAsync();

        foreach (var line in lines)
        {
            await AssertStoredAsync(line);
        }
    }

    [Fact]
    public async Task A_combined_flow_answers_each_message_in_order()
    {
        using var client = await ConnectAsync("/flows/combined");
        await SendTextAsync(client, "a");
        await SendTextAsync(client, "b");

        Assert.Equal("Echo a", await ReadTextAsync(client));
        Assert.Equal("Echo b", await ReadTextAsync(client));
        await client.CloseAsync();
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.Socket.CloseStatus);
    }

    [Fact]
    public async Task A_conversation_in_text_takes_no_binary_messages()
    {
        using var client = await ConnectAsync("/flows/combined");

        await client.SendAsync(WebSocketMessageType.Binary, [1]);

        await AssertClosedAsync(client, 1003, "This conversation is in text.");
    }

    [Fact]
    public async Task Independent_flows_send_and_receive_until_the_peer_closes()
    {
        using var client = await ConnectAsync("/flows/independent");
        var line = NewLine();

        await ReadPriceAsync(client);
        await SendTextAsync(client, line);
        await ReadPriceAsync(client);
        await ReadPriceAsync(client);
        await AssertStoredAsync(line);

        await client.CloseAsync();
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.Socket.CloseStatus);
    }

    [Fact]
    public async Task The_stream_that_ends_first_ends_the_conversation()
    {
        using var patient = await ConnectAsync("/flows/either");
        await ReadPriceAsync(patient);
        await ReadPriceAsync(patient);
        await ReadPriceAsync(patient);
        await AssertClosedAsync(patient, 1000);

        using var hasty = await ConnectAsync("/flows/either");
        await hasty.CloseAsync();
        Assert.Equal(WebSocketCloseStatus.NormalClosure, hasty.Socket.CloseStatus);
    }

    [Fact]
    public async Task Inbound_decides_where_outbound_has_no_end()
    {
        using var client = await ConnectAsync("/flows/inbound-decides");
        await SendTextAsync(client, "tea");
        while (await ReadTextAsync(client) != "Thank you for tea")
        {
        }

        await client.CloseAsync();
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.Socket.CloseStatus);
    }

    [Fact]
    public async Task A_chosen_point_ends_both_streams()
    {
        using var client = await ConnectAsync("/flows/chosen-point");
        await ReadPriceAsync(client);

        await SendTextAsync(client, "bye");

        await AssertClosedAsync(client, 4000, "as you wish");
    }

    [Theory]
    [InlineData("https://partner.example", 101)]
    [InlineData("https://shop.partner.example", 101)]
    [InlineData("https://policy.example", 101)]
    [InlineData("https://configured.example", 101)]
    [InlineData("https://other.example", 403)]
    [InlineData("http://partner.example", 403)]
    public async Task Pages_of_the_named_origins_may_connect(string origin, int status)
    {
        await using var peer = await ConnectRawAsync();

        Assert.Equal(status, (await peer.ExchangeAsync(RawPeer.Request("/cors", $"Origin: {origin}"))).Status);
    }

    [Fact]
    public async Task The_configured_size_is_the_largest_message()
    {
        using var client = await ConnectAsync("/flows/combined");
        await client.SendAsync(WebSocketMessageType.Text, Letters(MaxMessageSize));
        Assert.Equal("Echo ".Length + MaxMessageSize, (await ReadTextAsync(client)).Length);

        await client.SendAsync(WebSocketMessageType.Text, Letters(MaxMessageSize + 1));
        await AssertClosedAsync(client, 1009);
    }

    [Fact]
    public async Task The_section_of_the_configuration_has_the_last_word_for_a_pattern()
    {
        using var client = await ConnectAsync("/flows/chosen-point");
        await client.SendAsync(WebSocketMessageType.Text, Letters(1024));
        await ReadPriceAsync(client);

        await client.SendAsync(WebSocketMessageType.Text, Letters(1025));
        await AssertClosedAsync(client, 1009);
    }

    [Fact]
    public async Task Attributes_of_the_request_that_the_predicate_takes_are_the_sessions()
    {
        await using var peer = await ConnectRawAsync();

        Assert.Equal(101, (await peer.ExchangeAsync(RawPeer.Request("/attributes", "X-Tenant: acme"))).Status);
        Assert.Equal("acme, 1 attribute(s)", await peer.ReadTextAsync());
    }

    [Fact]
    public async Task Who_needs_no_way_back_gets_the_prices_as_server_sent_events()
    {
        using var http = new HttpClient { BaseAddress = chapter.Process.Address };
        using var deadline = new CancellationTokenSource(ChildProcess.Patience);
        using var response = await http.GetAsync(new Uri("/prices", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, deadline.Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(deadline.Token));

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("event: price", await reader.ReadLineAsync(deadline.Token));
            Assert.Matches(@"^data: \d+\.\d\d$", await reader.ReadLineAsync(deadline.Token));
            Assert.Equal("", await reader.ReadLineAsync(deadline.Token));
        }
    }

    [Fact]
    public async Task The_page_is_there()
    {
        using var http = new HttpClient();

        Assert.Contains("/flows/chosen-point", await http.GetStringAsync(chapter.Process.Address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_client_prints_what_comes_and_how_it_ended()
    {
        await using var client = StartClient(chapter.Process.GetEndpoint("/path").ToString(), "X-Any: value");

        Assert.Equal(0, await client.WaitForExitAsync());
        Assert.Equal(["You have reached /path by WebSocket.", "That was all.", "1000"], client.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_client_that_is_a_class_with_handlers_agrees_on_a_sub_protocol_and_leaves()
    {
        await using var client = StartClient(chapter.Process.GetEndpoint("/spring-websocket-portfolio/portfolio").ToString(), "X-Any: value");

        Assert.Equal(0, await client.WaitForExitAsync());
        Assert.Equal(["v10.stomp from ", "1000"], client.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task The_client_says_how_it_is_used_and_why_it_was_refused()
    {
        await using var unused = StartClient();
        Assert.Equal(2, await unused.WaitForExitAsync());
        Assert.Contains("usage:", unused.Output, StringComparison.Ordinal);

        await using var refused = StartClient(chapter.Process.GetEndpoint("/nowhere").ToString());
        Assert.Equal(1, await refused.WaitForExitAsync());
        Assert.Contains("404", refused.Output, StringComparison.Ordinal);
    }

    private static ChildProcess StartClient(params string[] arguments) =>
        ChildProcess.Start("dotnet", [Repository.GetSample("SpringChapter.Client"), .. arguments]);

    private static string NewLine() => Guid.NewGuid().ToString("N");

    private static byte[] Letters(int count) => Encoding.ASCII.GetBytes(new string('x', count));

    private static Task SendTextAsync(DotNetClient client, string text) => client.SendAsync(WebSocketMessageType.Text, Encoding.UTF8.GetBytes(text));

    private static async Task<string> ReadTextAsync(DotNetClient client)
    {
        var (type, payload) = await client.ReceiveAsync();
        Assert.True(type == WebSocketMessageType.Text, $"{type} {client.Socket.CloseStatus} {client.Socket.CloseStatusDescription}");
        return Encoding.UTF8.GetString(payload);
    }

    private static async Task ReadPriceAsync(DotNetClient client) => Assert.Matches(@"^\d+\.\d\d$", await ReadTextAsync(client));

    /// <summary>The server closes; messages that it had sent before are passed over.</summary>
    private static async Task AssertClosedAsync(DotNetClient client, int code, string? reason = null)
    {
        while ((await client.ReceiveAsync()).Type != WebSocketMessageType.Close)
        {
        }

        Assert.Equal(code, (int?)client.Socket.CloseStatus);
        if (reason is not null)
        {
            Assert.Equal(reason, client.Socket.CloseStatusDescription);
        }
    }

    /// <summary>Waits for the guestbook to have a line: nobody tells the visitor that it was stored.</summary>
    private async Task AssertStoredAsync(string line)
    {
        using var http = new HttpClient { BaseAddress = chapter.Process.Address };
        using var deadline = new CancellationTokenSource(ChildProcess.Patience);
        string[] lines;
        do
        {
            lines = (await http.GetFromJsonAsync<string[]>(new Uri("/flows/inbound/lines", UriKind.Relative), deadline.Token))!;
        }
        while (!lines.Contains(line));
    }

    private Task<DotNetClient> ConnectAsync(string path) => DotNetClient.ConnectAsync(chapter.Process.GetEndpoint(path), HttpVersion.Version11);

    private async Task<RawPeer> ConnectRawAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, chapter.Process.Address.Port);
        return new RawPeer(new NetworkStream(socket, ownsSocket: true));
    }

    /// <summary>One server for the tests, with prices that do not make them wait.</summary>
    public sealed class SpringChapter : IAsyncLifetime
    {
        internal SampleProcess Process { get; private set; } = null!;

        public async Task InitializeAsync() => Process = await SampleProcess.StartAsync("SpringChapter", 0, ("Prices__Interval", "00:00:00.0100000"));

        public async Task DisposeAsync() => await Process.DisposeAsync();
    }
}
