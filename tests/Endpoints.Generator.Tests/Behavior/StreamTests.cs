using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Behavior;

/// <summary>Emitted handlers that take all messages as a sequence, run over a connection.</summary>
public sealed class StreamTests
{
    private const string Talk =
        """
        using System.Runtime.CompilerServices;
        using System.Text.Json.Serialization;

        public sealed record Say(string Text);
        public sealed record Said(int Number, string Text);

        [JsonSerializable(typeof(Say))]
        [JsonSerializable(typeof(Said))]
        public sealed partial class TalkJson : JsonSerializerContext;

        [WebSocketEndpoint("/")] public sealed class E
        {
            public static readonly List<string> Log = [];

            [OnOpen] public void Open() => Log.Add("open");

            [OnMessage] public async IAsyncEnumerable<Said> Talk(
                IAsyncEnumerable<Say> messages, [EnumeratorCancellation] CancellationToken ct)
            {
                Log.Add("begin");
                try
                {
                    var number = 0;
                    await foreach (var message in messages.WithCancellation(ct))
                    {
                        if (message.Text == "throw") throw new InvalidOperationException("thrown");
                        if (message.Text == "stop") yield break;
                        yield return new Said(++number, message.Text);
                    }

                    Log.Add("end of messages");
                }
                finally { Log.Add("end"); }
            }

            [OnClose] public void Closed(CloseStatus status) => Log.Add($"closed {status.Code}");
        }
        """;

    private static List<string> LogOf(EmittedEndpoint endpoint) => (List<string>)endpoint.Static("E", "Log")!;

    [Fact]
    public async Task A_conversation_is_one_call_that_ends_with_the_peers_close()
    {
        var endpoint = EmittedEndpoint.Create(Talk);
        var peer = endpoint.Open();
        Assert.Equal(["open", "begin"], LogOf(endpoint));

        peer.Text("""{"Text":"a"}""");
        peer.Text("""{"Text":"b"}""");
        Assert.Equal(["""text:{"Number":1,"Text":"a"}""", """text:{"Number":2,"Text":"b"}"""], peer.Sent);

        peer.Close(1001);
        Assert.Equal("close:1001", peer.Sent[^1]);
        await peer.EndAsync();
        Assert.Equal(["open", "begin", "end of messages", "end", "closed 1001"], LogOf(endpoint));
    }

    [Fact]
    public async Task The_session_is_closed_when_the_handler_ends_first()
    {
        var endpoint = EmittedEndpoint.Create(Talk);
        var peer = endpoint.Open();

        peer.Text("""{"Text":"stop"}""");
        Assert.Equal(["close:1000"], peer.Sent);

        peer.Text("""{"Text":"late"}""");
        peer.Close(1000);
        await peer.EndAsync();
        Assert.Equal(["open", "begin", "end", "closed 1000"], LogOf(endpoint));
    }

    [Theory]
    [InlineData("""{"Text":"throw"}""", "close:1011")]
    [InlineData("""{"Text":""", "close:1007")]
    public async Task Exceptions_and_messages_that_cannot_be_read_close_the_session(string text, string expected)
    {
        var endpoint = EmittedEndpoint.Create(Talk);
        var peer = endpoint.Open();

        peer.Text(text);

        Assert.Equal([expected], peer.Sent);
        await peer.EndAsync();
        Assert.Equal("end", LogOf(endpoint)[^2]);
    }

    [Fact]
    public async Task A_broken_connection_cancels_the_reading()
    {
        var endpoint = EmittedEndpoint.Create(Talk);
        var peer = endpoint.Open();
        peer.Text("""{"Text":"a"}""");

        await peer.EndAsync();

        Assert.Equal(["open", "begin", "end", "closed 1006"], LogOf(endpoint));
    }

    [Fact]
    public async Task An_error_handler_is_told_and_the_session_ends()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            [WebSocketEndpoint("/")] public sealed class E
            {
                [OnText] public async Task<string> Count(IAsyncEnumerable<string> messages)
                {
                    var count = 0;
                    await foreach (var message in messages)
                    {
                        if (message == "throw") throw new ArgumentException("thrown");
                        if (message == "sum") break;
                        count++;
                    }

                    return $"{count}";
                }

                [OnError] public string Failed(ArgumentException error) => error.Message;
            }
            """);
        var failing = endpoint.Open();
        failing.Text("throw");
        Assert.Equal(["text:thrown", "close:1000"], failing.Sent);
        await failing.EndAsync();

        var summing = endpoint.Open();
        summing.Text("a");
        summing.Text("b");
        summing.Text("sum");
        Assert.Equal(["text:2", "close:1000"], summing.Sent);
        await summing.EndAsync();
    }

    [Fact]
    public async Task The_next_message_comes_when_the_one_before_is_done_with()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            [WebSocketEndpoint("/")] public sealed class E
            {
                public static readonly SemaphoreSlim Steps = new(0);
                public static readonly List<string> Log = [];

                [OnBinary] public async Task Read(IAsyncEnumerable<ReadOnlyMemory<byte>> messages)
                {
                    await foreach (var message in messages)
                    {
                        await Steps.WaitAsync();
                        lock (Log) Log.Add(Convert.ToHexString(message.Span));
                    }
                }
            }
            """);
        var steps = (SemaphoreSlim)endpoint.Static("E", "Steps")!;
        var peer = endpoint.Open();

        peer.Binary(1, 1);
        peer.Binary(2, 2);
        peer.Binary(3);
        Assert.False(peer.IsDrained);
        Assert.Empty(LogOf(endpoint));

        for (var i = 1; i <= 3; i++)
        {
            steps.Release();
            await peer.ResumeAsync();
            Assert.Equal(i, LogOf(endpoint).Count);
        }

        Assert.True(peer.IsDrained);
        Assert.Equal(["0101", "0202", "03"], LogOf(endpoint));
        await peer.EndAsync();
    }

    [Fact]
    public async Task A_message_that_came_before_the_close_is_still_read()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            [WebSocketEndpoint("/")] public sealed class E
            {
                public static readonly TaskCompletionSource Go = new();
                public static readonly List<string> Log = [];

                [OnMessage] public async Task Read(IAsyncEnumerable<byte[]> messages)
                {
                    await Go.Task;
                    await foreach (var message in messages) Log.Add(Convert.ToHexString(message));
                    Log.Add("end");
                }
            }
            """);
        var peer = endpoint.Open();

        peer.Text("a");
        peer.Close(1000);
        Assert.Equal(["close:1000"], peer.Sent);
        Assert.Empty(LogOf(endpoint));
        ((TaskCompletionSource)endpoint.Static("E", "Go")!).SetResult();

        await peer.EndAsync();
        Assert.Equal(["61", "end"], LogOf(endpoint));
    }

    [Fact]
    public async Task A_handler_that_never_reads_does_not_hold_the_session()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            [WebSocketEndpoint("/")] public sealed class E
            {
                [OnText] public async Task Read(IAsyncEnumerable<string> messages, CancellationToken ct) => await Task.Delay(-1, ct);
            }
            """);
        var peer = endpoint.Open();
        peer.Text("never read");

        Assert.Equal(1006, (await peer.EndAsync()).Code);
    }

    [Fact]
    public async Task Text_and_binary_messages_and_each_sub_protocol_may_have_their_own()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            public sealed class Unit : IDisposable { public bool IsDisposed; public void Dispose() => IsDisposed = true; }

            [WebSocketEndpoint("/{room}", Protocols = ["v1"])] public sealed class E
            {
                [OnText] public async IAsyncEnumerable<string> Texts(IAsyncEnumerable<string> messages, string room, Unit unit)
                {
                    await foreach (var message in messages) yield return $"{room} {message} {unit.IsDisposed}";
                }

                [OnText(Protocol = "v1")] public string Text(string text) => "v1 " + text;

                [OnBinary, Blocking] public async IAsyncEnumerable<byte[]> Blobs(IAsyncEnumerable<byte[]> messages)
                {
                    await foreach (var message in messages) yield return [.. message, 255];
                }
            }
            """);
        endpoint.Handshake.RouteValues["room"] = "kitchen";
        endpoint.Handshake.Provider = EmittedServices.With(endpoint, "Unit");
        var peer = endpoint.Open();
        peer.Text("a");
        Assert.Equal("text:kitchen a False", peer.Sent[^1]);
        peer.Binary(1);
        await peer.ResumeAsync();
        Assert.Equal("binary:01FF", peer.Sent[^1]);
        await peer.EndAsync();

        endpoint.Handshake.Protocol = 0;
        var bound = endpoint.Open();
        bound.Text("b");
        Assert.Equal(["text:v1 b"], bound.Sent);
        await bound.EndAsync();
    }
}
