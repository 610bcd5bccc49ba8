using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Endpoints.Integration.Tests.Clients;

namespace Endpoints.Integration.Tests.Samples;

/// <summary>The chat sample's sub-protocol <c>chat.v1</c>, without the page: limits, history and slow readers.</summary>
public sealed class ChatSampleTests(ChatSampleTests.ChatSample chat) : IClassFixture<ChatSampleTests.ChatSample>
{
    private const int MaxTextLength = 2000;
    private const int HistorySize = 50;

    [Fact]
    public async Task The_room_welcomes_with_its_people_and_tells_the_others()
    {
        var room = NewRoom();
        using var ada = await JoinAsync(room, "Ada");
        Assert.Equal(["Ada"], Names(await ReadAsync(ada, "welcome")));

        using var bo = await JoinAsync(room, "  Bo \t Diddley ");
        Assert.Equal(["Ada", "Bo Diddley"], Names(await ReadAsync(bo, "welcome")));
        Assert.Equal("Bo Diddley", (await ReadAsync(ada, "joined")).GetProperty("person").GetProperty("name").GetString());

        await bo.CloseAsync();
        Assert.Equal("Bo Diddley", (await ReadAsync(ada, "left")).GetProperty("person").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Everybody_hears_a_message_with_its_number_and_the_author_s_mark()
    {
        var room = NewRoom();
        using var ada = await JoinAsync(room, "Ada");
        using var bo = await JoinAsync(room, "Bo");
        var adaId = (await ReadAsync(ada, "welcome")).GetProperty("you").GetProperty("id").GetString();
        await ReadAsync(bo, "welcome");
        await ReadAsync(ada, "joined");

        await SendAsync(ada, new { @ref = "r1", type = "say", text = " <b>hi</b> " });

        foreach (var person in new[] { ada, bo })
        {
            var said = await ReadAsync(person, "said");
            Assert.Equal(1, said.GetProperty("number").GetInt64());
            Assert.Equal("<b>hi</b>", said.GetProperty("text").GetString());
            Assert.Equal("r1", said.GetProperty("ref").GetString());
            Assert.Equal(adaId, said.GetProperty("person").GetProperty("id").GetString());
        }
    }

    [Fact]
    public async Task The_last_messages_are_kept_as_long_as_somebody_is_there()
    {
        var room = NewRoom();
        using var ada = await JoinAsync(room, "Ada");
        await ReadAsync(ada, "welcome");
        for (var i = 1; i <= HistorySize + 1; i++)
        {
            await SendAsync(ada, new { type = "say", text = $"{i}" });
            await ReadAsync(ada, "said");
        }

        using var bo = await JoinAsync(room, "Bo");
        var welcome = await ReadAsync(bo, "welcome");
        var texts = welcome.GetProperty("history").EnumerateArray().Select(said => said.GetProperty("text").GetString()).ToArray();
        Assert.Equal(Enumerable.Range(2, HistorySize).Select(i => $"{i}"), texts);

        await ReadAsync(ada, "joined");
        await ada.CloseAsync();
        await ReadAsync(bo, "left");
        await bo.CloseAsync();

        // A close is answered before the room has been left: the room is new once the server has got round to that.
        JsonElement again;
        do
        {
            using var cy = await JoinAsync(room, "Cy");
            again = await ReadAsync(cy, "welcome");
            await cy.CloseAsync();
        }
        while (again.GetProperty("room").GetString() == welcome.GetProperty("room").GetString());

        Assert.Empty(again.GetProperty("history").EnumerateArray());
    }

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    [InlineData(0, false)]
    public async Task A_name_has_1_to_32_characters(int length, bool isTaken)
    {
        using var person = await JoinAsync(NewRoom(), new string('n', length));

        if (isTaken)
        {
            await ReadAsync(person, "welcome");
        }
        else
        {
            await AssertClosedAsync(person, WebSocketCloseStatus.PolicyViolation);
        }
    }

    [Theory]
    [InlineData(MaxTextLength, true)]
    [InlineData(MaxTextLength + 1, false)]
    [InlineData(1, true)]
    [InlineData(0, false)]
    public async Task A_message_has_1_to_2000_characters(int length, bool isTaken)
    {
        using var person = await JoinAsync(NewRoom(), "Ada");
        await ReadAsync(person, "welcome");

        await SendAsync(person, new { type = "say", text = new string('€', length) });

        if (isTaken)
        {
            Assert.Equal(length, (await ReadAsync(person, "said")).GetProperty("text").GetString()!.Length);
        }
        else
        {
            await AssertClosedAsync(person, WebSocketCloseStatus.PolicyViolation);
        }
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("""{"text":"a message without a type"}""")]
    [InlineData("""{"type":"shout","text":"an unknown type"}""")]
    [InlineData("""{"type":"say"}""")]
    [InlineData("null")]
    public async Task What_cannot_be_read_is_closed_with_1007(string text)
    {
        using var person = await JoinAsync(NewRoom(), "Ada");
        await ReadAsync(person, "welcome");

        await person.SendAsync(WebSocketMessageType.Text, Encoding.UTF8.GetBytes(text));

        await AssertClosedAsync(person, WebSocketCloseStatus.InvalidPayloadData);
    }

    [Fact]
    public async Task A_room_s_name_has_at_most_40_characters()
    {
        using var person = await JoinAsync(new string('r', 40), "Ada");
        await ReadAsync(person, "welcome");

        var error = await Assert.ThrowsAsync<WebSocketException>(() => JoinAsync(new string('r', 41), "Ada"));

        Assert.Contains("404", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_without_the_sub_protocol_is_refused()
    {
        var error = await Assert.ThrowsAsync<WebSocketException>(
            () => DotNetClient.ConnectAsync(chat.Sample.GetEndpoint("/rooms/lounge?name=Ada"), System.Net.HttpVersion.Version11));

        Assert.Contains("400", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_without_a_name_is_refused()
    {
        var error = await Assert.ThrowsAsync<WebSocketException>(
            () => DotNetClient.ConnectAsync(chat.Sample.GetEndpoint("/rooms/lounge"), System.Net.HttpVersion.Version11, "chat.v1"));

        Assert.Contains("400", error.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Somebody who does not read is closed with 1013 once the queue is full, and everybody else goes on; what the slow one had
    /// been sent before is still there to be read.
    /// </summary>
    [Fact]
    public async Task Whoever_reads_too_slowly_is_closed_with_1013_and_holds_nobody_back()
    {
        var room = NewRoom();
        using var slow = await JoinAsync(room, "Slow");
        await ReadAsync(slow, "welcome");
        using var ada = await JoinAsync(room, "Ada");
        await ReadAsync(ada, "welcome");

        // 6 KB each, until the socket's buffers and the queue of 1 MiB are full.
        var text = new string('€', MaxTextLength);
        var sent = 0;
        string? type = null;
        while (type != "left")
        {
            Assert.InRange(sent, 0, 20_000);
            await SendAsync(ada, new { type = "say", text });
            sent++;
            while ((type = (await ReadAsync(ada)).GetProperty("type").GetString()) is not "said" and not "left")
            {
            }
        }

        Assert.Equal("joined", (await ReadAsync(slow)).GetProperty("type").GetString());
        WebSocketMessageType received;
        do
        {
            (received, _) = await slow.ReceiveAsync();
        }
        while (received != WebSocketMessageType.Close);

        Assert.Equal(1013, (int?)slow.Socket.CloseStatus);
    }

    private static string NewRoom() => Guid.NewGuid().ToString("N");

    private Task<DotNetClient> JoinAsync(string room, string name) => DotNetClient.ConnectAsync(
        chat.Sample.GetEndpoint($"/rooms/{room}?name={Uri.EscapeDataString(name)}"), System.Net.HttpVersion.Version11, "chat.v1");

    private static Task SendAsync(DotNetClient person, object message) =>
        person.SendAsync(WebSocketMessageType.Text, JsonSerializer.SerializeToUtf8Bytes(message));

    private static async Task<JsonElement> ReadAsync(DotNetClient person)
    {
        var (type, payload) = await person.ReceiveAsync();
        Assert.True(type == WebSocketMessageType.Text, $"{type} {person.Socket.CloseStatus} {person.Socket.CloseStatusDescription}");
        return JsonDocument.Parse(payload).RootElement;
    }

    private static async Task<JsonElement> ReadAsync(DotNetClient person, string type)
    {
        var message = await ReadAsync(person);
        Assert.Equal(type, message.GetProperty("type").GetString());
        return message;
    }

    private static IEnumerable<string> Names(JsonElement welcome) =>
        welcome.GetProperty("people").EnumerateArray().Select(person => person.GetProperty("name").GetString()!);

    private static async Task AssertClosedAsync(DotNetClient person, WebSocketCloseStatus status)
    {
        Assert.Equal(WebSocketMessageType.Close, (await person.ReceiveAsync()).Type);
        Assert.Equal(status, person.Socket.CloseStatus);
    }

    /// <summary>One chat server for the tests, which use rooms of their own.</summary>
    public sealed class ChatSample : IAsyncLifetime
    {
        private SampleProcess? _sample;

        internal SampleProcess Sample => _sample ?? throw new InvalidOperationException("The sample has not been started.");

        public async Task InitializeAsync() => _sample = await SampleProcess.StartAsync("Chat");

        public async Task DisposeAsync()
        {
            if (_sample is not null)
            {
                await _sample.DisposeAsync();
            }
        }
    }
}
