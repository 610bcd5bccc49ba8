using System.Text;
using System.Text.Json;
using Endpoints.Generated;
using Endpoints.Generator.Tests.Harness;
using Endpoints.TestKit.Generated;

namespace Endpoints.Generator.Tests.Behavior;

/// <summary>Several typed handlers on one endpoint, told apart by the discriminator of the message.</summary>
public sealed class ContractTests
{
    private const string Named =
        """
        using System.Text.Json.Serialization;
        [Message("say")] public sealed record Say(string Text);
        [Message("leave")] public sealed record Leave;
        [Message("ärger 🙂")] public readonly record struct Odd(int Number);
        [Message("said")] public sealed record Said(string Text);
        [Message("left")] public readonly record struct Left;
        [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
        [JsonSerializable(typeof(Say))] [JsonSerializable(typeof(Leave))] [JsonSerializable(typeof(Odd))]
        [JsonSerializable(typeof(Said))] [JsonSerializable(typeof(Left))]
        internal sealed partial class Ctx : JsonSerializerContext;

        """;

    private const string Handlers =
        """
        [OnMessage] public Said Say(Say say) => new(say.Text);
        [OnMessage] public async Task<Left?> Leave(Leave leave) { await Task.Yield(); return new Left(); }
        [OnMessage] public void Odd(Odd odd, WebSocketSession session) => session.TrySendText("odd"u8);
        """;

    private const string Derived =
        """
        using System.Text.Json.Serialization;
        [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
        [JsonDerivedType(typeof(Say), "say")] [JsonDerivedType(typeof(Leave), 7)] public abstract record Command;
        public sealed record Say(string Text) : Command;
        public sealed record Leave(int Code) : Command;
        [JsonDerivedType(typeof(Said), "said")] public abstract record Event;
        public sealed record Said(string Text) : Event;
        [JsonSerializable(typeof(Command))] [JsonSerializable(typeof(Event))] internal sealed partial class Ctx : JsonSerializerContext;

        """;

    [Theory]
    [InlineData("""{"type":"say","text":"hi"}""", """text:{"type":"said","text":"hi"}""")]
    [InlineData("""{"text":"hi","nested":{"type":"leave","a":[{}]},"type":"say"}""", """text:{"type":"said","text":"hi"}""")]
    [InlineData("""{"\u0074ype":"\u0073a\u0079","text":"hi"}""", """text:{"type":"said","text":"hi"}""")]
    [InlineData(" {\n\"type\" : \"leave\" } ", """text:{"type":"left"}""")]
    [InlineData("""{"type":"leave","type":"say","text":"hi"}""", """text:{"type":"left"}""")]
    [InlineData("""{"type":"\u00e4rger \ud83d\ude42","number":1}""", "text:odd")]
    [InlineData("""{"type":"ärger 🙂","number":1}""", "text:odd")]
    public async Task The_discriminator_chooses_the_handler(string message, string reply)
    {
        var endpoint = EmittedEndpoint.Create(Named + "[WebSocketEndpoint(\"/\")] public sealed class E { " + Handlers + " }");

        Assert.Equal([reply], await endpoint.TextAsync(message));
    }

    [Theory]
    [InlineData("""{"type":"shout"}""", "Unknown message type \"shout\".")]
    [InlineData("""{"type":"sa"}""", "Unknown message type \"sa\".")]
    [InlineData("""{"type":"Say"}""", "Unknown message type \"Say\".")]
    [InlineData("""{"type":""}""", "Unknown message type \"\".")]
    [InlineData("""{"type":7}""", "Unknown message type 7.")]
    [InlineData("""{"type":true}""", "Unknown message type true.")]
    [InlineData("""{"type":{"type":"say"}}""", "The message has no \"type\", which tells its type.")]
    [InlineData("""{"Type":"say"}""", "The message has no \"type\", which tells its type.")]
    [InlineData("{}", "The message has no \"type\", which tells its type.")]
    [InlineData("""["type","say"]""", "The message is not a JSON object.")]
    [InlineData("""{"text":"hi" "type":"say"}""", "The message is not a JSON object.")]
    [InlineData("", "The message is not a JSON object.")]
    public async Task What_no_handler_takes_is_named(string message, string reason)
    {
        var endpoint = EmittedEndpoint.Create(Named + "[WebSocketEndpoint(\"/\")] public sealed class E { " + Handlers + " }");

        var error = await Assert.ThrowsAsync<UnreadablePayloadException>(() => endpoint.TextAsync(message));
        Assert.Equal(reason, error.Message);
        Assert.Equal(reason, error.CloseReason);
        Assert.Equal(HandlerKinds.Text, endpoint.Activate().Handlers);
    }

    [Theory]
    [InlineData("""{"type":"say","text":5}""")]
    [InlineData("""{"type":"say","text":"hi"} x""")]
    [InlineData("""{"type":"say","text":"hi" """)]
    public async Task A_contract_that_does_not_fit_its_type_cannot_be_read(string message)
    {
        var endpoint = EmittedEndpoint.Create(Named + "[WebSocketEndpoint(\"/\")] public sealed class E { " + Handlers + " }");

        await Assert.ThrowsAsync<UnreadablePayloadException>(() => endpoint.TextAsync(message));
    }

    [Theory]
    [InlineData("[OnText] public ReadOnlySpan<byte> Rest(ReadOnlySpan<byte> utf8) => utf8;")]
    [InlineData("[OnMessage] public ReadOnlySpan<byte> Rest(ReadOnlySpan<byte> utf8) => utf8;")]
    [InlineData("[OnMessage] public string Rest(string text) => text;")]
    public async Task A_raw_handler_takes_what_no_contract_takes(string rest)
    {
        var endpoint = EmittedEndpoint.Create(Named + "[WebSocketEndpoint(\"/\")] public sealed class E { " + Handlers + rest + " }");

        Assert.Equal(["""text:{"type":"said","text":"x"}"""], await endpoint.TextAsync("""{"type":"say","text":"x"}"""));
        foreach (var message in (string[])["""{"type":"shout"}""", "{}", "[]", "hello", ""])
        {
            Assert.Equal(["text:" + message], await endpoint.TextAsync(message));
        }
    }

    [Theory]
    [InlineData("""{"kind":"say","Text":"hi"}""", """text:{"$type":"said","Text":"hi"}""")]
    [InlineData("""{"Text":"hi","kind":"say"}""", """text:{"$type":"said","Text":"hi"}""")]
    [InlineData("""{"kind":7,"Code":3}""", "text:left 3")]
    [InlineData("""{"Code":3,"kind":7}""", "text:left 3")]
    public async Task Derived_types_have_handlers_of_their_own(string message, string reply)
    {
        var endpoint = EmittedEndpoint.Create(Derived +
            """
            [WebSocketEndpoint("/")] public sealed class E
            {
                [OnMessage] public Said Say(Say say) => new(say.Text);
                [OnMessage] public string Leave(Leave leave) => $"left {leave.Code}";
            }
            """);

        Assert.Equal([reply], await endpoint.TextAsync(message));
        Assert.Equal(
            "Unknown message type 8.",
            (await Assert.ThrowsAsync<UnreadablePayloadException>(() => endpoint.TextAsync("""{"kind":8}"""))).CloseReason);
    }

    [Fact]
    public async Task The_default_discriminator_may_stand_anywhere()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            using System.Text.Json.Serialization;
            [JsonDerivedType(typeof(Say), "say")] public abstract record Command;
            public sealed record Say(string Text) : Command;
            [JsonSerializable(typeof(Command))] internal sealed partial class Ctx : JsonSerializerContext;
            [WebSocketEndpoint("/")] public sealed class E { [OnMessage] public string Say(Say say) => say.Text; }
            """);

        Assert.Equal(["text:hi"], await endpoint.TextAsync("""{"$type":"say","Text":"hi"}"""));
        Assert.Equal(["text:hi"], await endpoint.TextAsync("""{"Text":"hi","$type":"say"}"""));
    }

    [Fact]
    public async Task A_handler_of_the_base_takes_the_other_contracts()
    {
        var endpoint = EmittedEndpoint.Create(Derived +
            """
            [WebSocketEndpoint("/")] public sealed class E
            {
                [OnMessage] public string Say(Say say) => say.Text;
                [OnMessage] public string Rest(Command command) => command.ToString();
            }
            """);

        Assert.Equal(["text:hi"], await endpoint.TextAsync("""{"kind":"say","Text":"hi"}"""));
        Assert.Equal(["text:Leave { Code = 3 }"], await endpoint.TextAsync("""{"kind":7,"Code":3}"""));
        await Assert.ThrowsAsync<UnreadablePayloadException>(() => endpoint.TextAsync("""{"kind":"shout"}"""));
    }

    [Fact]
    public async Task The_endpoint_names_the_property()
    {
        var endpoint = EmittedEndpoint.Create(Named + "[WebSocketEndpoint(\"/\", Discriminator = \"op\")] public sealed class E { " + Handlers + " }");

        Assert.Equal(["""text:{"op":"said","text":"x"}"""], await endpoint.TextAsync("""{"op":"say","text":"x","type":"leave"}"""));
    }

    [Fact]
    public async Task Streams_and_services_work_as_for_one_handler()
    {
        var endpoint = EmittedEndpoint.Create(Named +
            """
            [WebSocketEndpoint("/")] public sealed class E
            {
                [OnMessage] public async IAsyncEnumerable<Said> Say(Say say) { await Task.Yield(); yield return new("1"); yield return new(say.Text); }
                [OnMessage] public async ValueTask<Said> Leave(Leave leave, IServiceProvider services) { await Task.Yield(); return new("gone"); }
            }
            """);

        Assert.Equal(
            ["""text:{"type":"said","text":"1"}""", """text:{"type":"said","text":"x"}"""],
            await endpoint.TextAsync("""{"type":"say","text":"x"}"""));
        Assert.Equal(["""text:{"type":"said","text":"gone"}"""], await endpoint.TextAsync("""{"type":"leave"}"""));
    }

    [Fact]
    public async Task A_sub_protocol_replaces_single_contracts_or_all_of_them()
    {
        var endpoint = EmittedEndpoint.Create(Named +
            """
            [WebSocketEndpoint("/", Protocols = ["v2", "v1", "raw"])] public sealed class E
            {
                [OnMessage] public string Say(Say say) => "say";
                [OnMessage] public string Leave(Leave leave) => "leave";
                [OnMessage(Protocol = "v2")] public string SayV2(Say say) => "say2";
                [OnText(Protocol = "raw")] public string Raw(string text) => "raw";
            }
            """);
        List<string> replies = [];
        for (var protocol = -1; protocol < 3; protocol++)
        {
            endpoint.Handshake.Protocol = protocol;
            replies.AddRange(await endpoint.TextAsync("""{"type":"say","text":""}"""));
            replies.AddRange(await endpoint.TextAsync("""{"type":"leave"}"""));
        }

        Assert.Equal(
            ["text:say", "text:leave", "text:say2", "text:leave", "text:say", "text:leave", "text:raw", "text:raw"], replies);
    }

    // What is read as a type is allocated for the handler; what goes to a raw one shows what the choice alone costs.
    [Theory]
    [InlineData("""{"type":"other"}""")]
    [InlineData("""{"text":"hi","nested":{"type":"leave","a":[{}]},"type":"other"}""")]
    [InlineData("""{"type":"\u006ceavf"}""")]
    [InlineData("""{"text":"hi"}""")]
    public void Choosing_the_handler_allocates_nothing(string message)
    {
        var endpoint = EmittedEndpoint.Create(
            """
            using System.Text.Json.Serialization;
            [Message("leave")] public sealed record Leave;
            [Message("say")] public sealed record Say;
            [JsonSerializable(typeof(Leave))] [JsonSerializable(typeof(Say))] internal sealed partial class Ctx : JsonSerializerContext;
            [WebSocketEndpoint("/", Protocols = ["v1"])] public sealed class E
            {
                [OnMessage] public void Leave(Leave leave) { }
                [OnMessage] public void Say(Say say) { }
                [OnMessage(Protocol = "v1")] public void Old(Say say) { }
                [OnText] public void Rest(ReadOnlySpan<byte> utf8) { }
            }
            """);
        var dispatcher = endpoint.Activate();
        using var session = endpoint.Session();
        var payload = Encoding.UTF8.GetBytes(message);
        for (var i = 0; i < 100; i++)
        {
            Complete(dispatcher.TextAsync(session, IncomingMessages.Of(payload)));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Complete(dispatcher.TextAsync(session, IncomingMessages.Of(payload)));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Complete(ValueTask handler)
    {
        Assert.True(handler.IsCompletedSuccessfully);
        handler.GetAwaiter().GetResult();
    }

    [Fact]
    public async Task A_reply_whose_own_property_is_the_discriminator_is_refused()
    {
        var endpoint = EmittedEndpoint.Create(
            """
            using System.Text.Json.Serialization;
            [Message("said")] public sealed record Said([property: JsonPropertyName("type")] string Kind);
            [JsonSerializable(typeof(Said))] internal sealed partial class Ctx : JsonSerializerContext;
            [WebSocketEndpoint("/")] public sealed class E { [OnText] public Said Say(string text) => new(text); }
            """);

        var error = await Assert.ThrowsAsync<TypeInitializationException>(() => endpoint.TextAsync("x"));
        Assert.Contains("rename one of them", error.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_that_are_sent_by_hand_are_written_as_replies_are()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver() };
        var said = (System.Text.Json.Serialization.Metadata.JsonTypeInfo<Said>)options.GetTypeInfo(typeof(Said));
        var text = (System.Text.Json.Serialization.Metadata.JsonTypeInfo<string>)options.GetTypeInfo(typeof(string));

        Assert.Equal("""{"type":"said","text":"hi"}""", Encoding.UTF8.GetString(MessageJson.SerializeToUtf8Bytes(new Said("hi"), said)));
        Assert.Equal("""{"op":"said","text":"hi"}""", Encoding.UTF8.GetString(MessageJson.SerializeToUtf8Bytes(new Said("hi"), said, "op")));
        Assert.Throws<InvalidOperationException>(() => MessageJson.SerializeToUtf8Bytes(new Said("hi"), said, "text"));
        Assert.Throws<ArgumentException>(() => MessageJson.SerializeToUtf8Bytes("hi", text));
    }

    [Message("said")]
    private sealed record Said(string Text);
}
