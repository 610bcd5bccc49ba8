using System.Text;
using System.Text.Json;
using Endpoints.Generated;
using Endpoints.Generator.Tests.Harness;
using Endpoints.TestKit.Generated;

namespace Endpoints.Generator.Tests.Behavior;

/// <summary>Emitted dispatchers, run: payloads in, replies out.</summary>
public sealed class MessageTests
{
    private const string Json =
        """
        using System.Text.Json.Serialization;
        public sealed record Say(string Text);
        [JsonSerializable(typeof(Say))] internal sealed partial class Ctx : JsonSerializerContext;

        """;

    [Fact]
    public void A_span_echo_allocates_nothing()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            [WebSocketEndpoint("/")] public sealed class Echo
            {
                [OnText] public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8;
                [OnBinary] public ReadOnlySpan<byte> Binary(ReadOnlySpan<byte> payload) => payload;
            }
            """);
        var dispatcher = endpoint.Activate();
        using var session = endpoint.Session();
        session.IsCounting = true;
        Echo();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Echo();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(202, session.Count);

        void Echo()
        {
            Complete(dispatcher.TextAsync(session, IncomingMessages.Of("hello"u8)));
            Complete(dispatcher.BinaryAsync(session, IncomingMessages.Of("hello"u8)));
        }
    }

    private static void Complete(ValueTask handler)
    {
        Assert.True(handler.IsCompletedSuccessfully);
        handler.GetAwaiter().GetResult();
    }

    [Theory]
    [InlineData("public string Text(string text) => text + \"!\";", "text:hi!")]
    [InlineData("public string? Text(string text) => null;", null)]
    [InlineData("public byte[] Text(byte[] text) => text;", "text:hi")]
    [InlineData("public ReadOnlyMemory<byte> Text(ReadOnlyMemory<byte> text) => text;", "text:hi")]
    [InlineData("public ReadOnlyMemory<byte>? Text() => null;", null)]
    [InlineData("public byte[] Text(System.Buffers.ReadOnlySequence<byte> text) => System.Buffers.BuffersExtensions.ToArray(text);", "text:hi")]
    [InlineData("public async Task<string> Text(string text) { await Task.Yield(); return text; }", "text:hi")]
    [InlineData("public async ValueTask<byte[]> Text(ReadOnlyMemory<byte> text) { await Task.Yield(); return text.ToArray(); }", "text:hi")]
    [InlineData("public ValueTask Text(WebSocketSession session) => session.SendTextAsync(\"own\");", "text:own")]
    [InlineData("public static Task Text(WebSocketSession session, string text) => session.SendTextAsync(text).AsTask();", "text:hi")]
    public async Task A_text_handler_replies(string handler, string? expected)
    {
        var endpoint = EmittedEndpoint.Create("[WebSocketEndpoint(\"/\")] public sealed class E { [OnText] " + handler + " }");

        Assert.Equal(expected is null ? [] : [expected], await endpoint.TextAsync("hi"));
    }

    [Fact]
    public async Task A_raw_message_handler_answers_in_the_kind_of_the_message()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            [WebSocketEndpoint("/")] public sealed class E
            {
                [OnMessage] public async Task<byte[]> Any(byte[] payload) { await Task.Yield(); return payload; }
            }
            """);

        Assert.Equal(["text:hi"], await endpoint.TextAsync("hi"));
        Assert.Equal(["binary:0102"], await endpoint.BinaryAsync(1, 2));
    }

    [Fact]
    public async Task A_typed_message_is_read_and_the_reply_written_as_json()
    {
        var endpoint = EmittedEndpoint.Create(Json +
            """
            [WebSocketEndpoint("/")] public sealed class E { [OnMessage] public async Task<Say?> Mirror(Say say) { await Task.Yield(); return say.Text == "" ? null : say; } }
            """);

        Assert.Equal(["""text:{"Text":"x"}"""], await endpoint.TextAsync("""{"Text":"x"}"""));
        Assert.Empty(await endpoint.TextAsync("""{"Text":""}"""));
        Assert.Equal(HandlerKinds.Text, endpoint.Activate().Handlers);
    }

    [Fact]
    public async Task A_polymorphic_base_is_a_message_even_where_it_is_abstract()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            using System.Text.Json.Serialization;
            [JsonDerivedType(typeof(Say), "say")] [JsonDerivedType(typeof(Leave), "leave")] public abstract record Command;
            public sealed record Say(string Text) : Command;
            public sealed record Leave : Command;
            [JsonSerializable(typeof(Command))] internal sealed partial class Ctx : JsonSerializerContext;
            [WebSocketEndpoint("/")] public sealed class E
            {
                [OnMessage] public string Any(Command command) => command switch { Say say => say.Text, _ => command.GetType().Name };
            }
            """);

        Assert.Equal(["text:hi"], await endpoint.TextAsync("""{"$type":"say","Text":"hi"}"""));
        Assert.Equal(["text:Leave"], await endpoint.TextAsync("""{"$type":"leave"}"""));
        await Assert.ThrowsAnyAsync<JsonException>(() => endpoint.TextAsync("{}"));
        await Assert.ThrowsAnyAsync<JsonException>(() => endpoint.TextAsync("""{"$type":"shout"}"""));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("5")]
    public async Task A_message_that_does_not_fit_throws_out_of_the_dispatcher(string text)
    {
        var endpoint = EmittedEndpoint.Create(Json + """[WebSocketEndpoint("/")] public sealed class E { [OnMessage] public void Say(Say say) { } }""");

        await Assert.ThrowsAnyAsync<JsonException>(() => endpoint.TextAsync(text));
    }

    [Fact]
    public async Task A_nullable_message_may_be_null()
    {
        var endpoint = EmittedEndpoint.Create(
            Json + """[WebSocketEndpoint("/")] public sealed class E { [OnMessage] public string Say(Say? say) => say is null ? "nothing" : say.Text; }""");

        Assert.Equal(["text:nothing"], await endpoint.TextAsync("null"));
    }

    [Fact]
    public async Task A_stream_ends_when_the_session_closes()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            [WebSocketEndpoint("/")] public sealed class E
            {
                [OnText] public async IAsyncEnumerable<string> Count(WebSocketSession session)
                {
                    for (var i = 0; ; i++)
                    {
                        await Task.Yield();
                        yield return i.ToString();
                        if (i == 2) { await session.CloseAsync(); }
                    }
                }
            }
            """);

        Assert.Equal(["text:0", "text:1", "text:2"], await endpoint.TextAsync(""));
    }

    [Fact]
    public async Task A_stream_that_is_cancelled_with_its_session_ends_quietly()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            using System.Runtime.CompilerServices;
            [WebSocketEndpoint("/")] public sealed class E
            {
                [OnText] public async IAsyncEnumerable<string> Count(WebSocketSession session, [EnumeratorCancellation] CancellationToken ct)
                {
                    yield return "one";
                    session.Abort();
                    await Task.Delay(-1, ct);
                }
            }
            """);

        Assert.Equal(["text:one"], await endpoint.TextAsync(""));
    }

    [Fact]
    public async Task Handlers_of_a_sub_protocol_come_first_and_the_others_stand_in()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            [WebSocketEndpoint("/", Protocols = ["v2", "v1", "raw"])] public sealed class E
            {
                [OnText(Protocol = "v2")] public string V2() => "v2";
                [OnText(Protocol = "v1")] public string V1() => "v1";
                [OnMessage(Protocol = "raw")] public ReadOnlySpan<byte> Raw(ReadOnlySpan<byte> payload) => payload;
                [OnText] public string Other() => "other";
                [OnPing(Protocol = "v1")] public void Ping() { }
            }
            """);
        List<string> replies = [];
        List<HandlerKinds> kinds = [];
        for (var protocol = -1; protocol < 3; protocol++)
        {
            endpoint.Handshake.Protocol = protocol;
            replies.AddRange(await endpoint.TextAsync("x"));
            kinds.Add(endpoint.Activate().Handlers);
        }

        Assert.Equal(["text:other", "text:v2", "text:v1", "text:x"], replies);
        Assert.Equal([HandlerKinds.Text, HandlerKinds.Text, HandlerKinds.Text | HandlerKinds.Ping, HandlerKinds.Text | HandlerKinds.Binary], kinds);
    }

    [Fact]
    public async Task The_most_derived_error_handler_runs()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            [WebSocketEndpoint("/", Protocols = ["p"])] public sealed class E
            {
                [OnText] public void Text() { }
                [OnError] public string Argument(ArgumentException error) => "argument";
                [OnError(Protocol = "p")] public async Task ArgumentOfP(ArgumentException error, WebSocketSession session) { await Task.Yield(); await session.SendTextAsync("p"); }
                [OnError] public void Null(ArgumentNullException error, WebSocketSession session) => session.TrySendText("null"u8);
            }
            """);
        var dispatcher = endpoint.Activate();
        endpoint.Handshake.Protocol = 0;
        var ofProtocol = endpoint.Activate();
        using var session = endpoint.Session();

        Assert.True(await dispatcher.ErrorAsync(session, new ArgumentNullException()));
        Assert.True(await dispatcher.ErrorAsync(session, new ArgumentOutOfRangeException()));
        Assert.True(await ofProtocol.ErrorAsync(session, new ArgumentException("")));
        Assert.False(await dispatcher.ErrorAsync(session, new InvalidOperationException()));
        Assert.Equal(["text:null", "text:argument", "text:p"], session.Sent);
    }

    [Fact]
    public async Task Pings_pongs_and_ends_are_told_of()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            [WebSocketEndpoint("/")] public sealed class E
            {
                [OnOpen] public byte[] Open() => [1];
                [OnPing] public void Ping(ReadOnlySpan<byte> payload, WebSocketSession session) => session.TrySendText(payload);
                [OnPong] public ValueTask Pong(byte[] payload, WebSocketSession session) => session.SendTextAsync(payload);
                [OnClose] public Task Close(CloseStatus status, WebSocketSession session) => session.SendTextAsync(status.ToString()).AsTask();
            }
            """);
        var (dispatcher, session) = (endpoint.Activate(), endpoint.Session());
        await dispatcher.OpenAsync(session);
        await dispatcher.PingAsync(session, IncomingMessages.Of("ping"u8));
        await dispatcher.PongAsync(session, IncomingMessages.Of("pong"u8));
        await dispatcher.CloseAsync(session, CloseStatus.GoingAway);

        Assert.Equal(HandlerKinds.Ping | HandlerKinds.Pong, dispatcher.Handlers);
        Assert.Equal(["binary:01", "text:ping", "text:pong", "text:1001"], session.Sent);
    }

    [Fact]
    public async Task Replies_of_a_closing_session_are_dropped()
    {
        var endpoint = EmittedEndpoint.Create("""[WebSocketEndpoint("/")] public sealed class E { [OnText] public ReadOnlySpan<byte> Echo(ReadOnlySpan<byte> p) => p; }""");
        using var session = endpoint.Session();
        session.CurrentState = WebSocketSessionState.Closing;
        await endpoint.Activate().TextAsync(session, IncomingMessages.Of(Encoding.UTF8.GetBytes("x")));

        Assert.Empty(session.Sent);
    }
}
