using Endpoints.Generator.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Generator.Tests.Behavior;

/// <summary>Where features meet: what each does alone it does beside the others.</summary>
public sealed class CombinedTests
{
    private const string Log =
        """
        using System.ComponentModel.DataAnnotations;
        using System.IO;
        using System.Text.Json.Serialization;
        using Microsoft.AspNetCore.Authorization;

        public sealed class Log : IWebSocketFilter
        {
            public static readonly List<string> Lines = [];

            public async ValueTask OnMessageAsync(WebSocketSession session, FilteredMessage message, FilterNext next)
            {
                lock (Lines) { Lines.Add($"<{message.Payload.Length}"); }
                await Task.Yield();
                await next.RunAsync();
            }
        }

        """;

    [Theory]
    [InlineData(-1, "text:new 1 a", "text:binary 2")]
    [InlineData(0, "text:new 1 a", "text:binary 2")]
    [InlineData(1, "text:old 1 a", "text:packed 2")]
    public async Task Dispatch_tables_have_filters_checks_and_one_state(int protocol, params string[] replies)
    {
        var endpoint = Create(Log +
            """
            public struct Count { public int Value; }

            [UseFilter<Log>]
            [WebSocketEndpoint("/", Protocols = ["v2", "v1"], Lifetime = EndpointLifetime.Singleton)] public sealed class E
            {
                [OnText] public string Text(string text, ref Count count) => $"new {++count.Value} {text}";
                [OnText(Protocol = "v1"), Authorize] public string Old(string text, ref Count count) => $"old {++count.Value} {text}";
                [OnBinary, Authorize] public string Binary(ReadOnlySpan<byte> payload, ref Count count) => $"binary {++count.Value}";
                [OnBinary(Protocol = "v1")] public string Packed(ReadOnlySpan<byte> payload, ref Count count) => $"packed {++count.Value}";
            }
            """);
        endpoint.Handshake.Protocol = protocol;
        var peer = endpoint.Open();

        peer.Text("a");
        await peer.UntilAsync(replies[0]);
        peer.Binary(1, 2);
        await peer.UntilAsync(replies[1]);
        await peer.EndAsync();

        Assert.Equal(replies, peer.Sent);
        Assert.Equal(["<1", "<2"], (List<string>)endpoint.Static("Log", "Lines")!);
    }

    [Fact]
    public async Task Messages_that_are_handled_at_the_same_time_go_through_filters_in_memory_of_their_own()
    {
        var endpoint = Create(Log +
            """
            [UseFilter<Log>]
            [WebSocketEndpoint("/", MaxConcurrency = 8)] public sealed class E
            {
                public static readonly SemaphoreSlim Steps = new(0);

                [OnText] public async Task<string> Text(ReadOnlyMemory<byte> utf8)
                {
                    await Steps.WaitAsync();
                    return System.Text.Encoding.UTF8.GetString(utf8.Span);
                }
            }
            """);
        var peer = endpoint.Open();
        string[] texts = [.. Enumerable.Range(0, 8).Select(i => new string((char)('a' + i), 1000))];

        foreach (var text in texts)
        {
            peer.Text(text);
        }

        ((SemaphoreSlim)endpoint.Static("E", "Steps")!).Release(texts.Length);
        while (peer.Sent.Count < texts.Length)
        {
            peer.Receive();
            await Task.Yield();
        }

        await peer.EndAsync();
        Assert.Equal(texts.Select(t => "text:" + t), peer.Sent.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true, "text:3")]
    [InlineData(false, "close:1008")]
    public async Task A_message_that_is_read_while_it_arrives_is_for_those_who_may(bool isAllowed, string last)
    {
        var endpoint = Create(
            Log +
            """
            [WebSocketEndpoint("/")] public sealed class E
            {
                [OnBinary, Authorize] public async Task<string> Upload(Stream body, CancellationToken ct)
                {
                    var kept = new MemoryStream();
                    await body.CopyToAsync(kept, ct);
                    return $"{kept.Length}";
                }
            }
            """,
            isAllowed);
        var peer = endpoint.Open();

        peer.Fragment(binary: true, isFirst: true, isLast: false, 1, 2);
        peer.Fragment(binary: true, isFirst: false, isLast: true, 3);
        await peer.UntilAsync(last);
        await peer.EndAsync();

        Assert.Equal([last], peer.Sent);
    }

    [Fact]
    public async Task Contracts_are_validated_and_one_may_come_as_a_sequence()
    {
        var endpoint = Create(Log +
            """
            [Message("say")] public sealed record Say([property: StringLength(5)] string Text);
            [Message("point")] public sealed record Point([property: Range(0, 9)] int X);
            [JsonSerializable(typeof(Say))] [JsonSerializable(typeof(Point))] internal sealed partial class Ctx : JsonSerializerContext;

            [UseFilter<Log>]
            [WebSocketEndpoint("/", ValidateMessages = true)] public sealed class E
            {
                [OnMessage] public string Say(Say say) => "said " + say.Text;

                [OnMessage] public async IAsyncEnumerable<string> Points(
                    IAsyncEnumerable<Point> points, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
                {
                    var sum = 0;
                    await foreach (var point in points.WithCancellation(ct))
                    {
                        sum += point.X;
                        yield return $"sum {sum}";
                    }
                }

                [OnError] public string Invalid(MessageValidationException error) => error.Errors[0].Member!;
            }
            """);
        var peer = endpoint.Open();
        (string Sent, string Reply)[] conversation =
        [
            ("""{"type":"say","Text":"hi"}""", "text:said hi"),
            ("""{"type":"point","X":4}""", "text:sum 4"),
            ("""{"type":"say","Text":"too long"}""", "text:Text"),
            ("""{"type":"point","X":10}""", "text:X"),
            ("""{"type":"point","X":5}""", "text:sum 9"),
        ];

        foreach (var (sent, reply) in conversation)
        {
            peer.Text(sent);
            await peer.UntilAsync(reply);
        }

        await peer.EndAsync();
        Assert.Equal(conversation.Select(c => c.Reply), peer.Sent);
    }

    [Theory]
    [InlineData(0, "hi", "text:1hi", "too long")]
    [InlineData(1, """{"type":"say","Text":"hi"}""", """text:{"type":"say","Text":"1hi"}""", """{"type":"say","Text":"too long"}""")]
    public async Task Codecs_and_contracts_of_one_handler_are_checked_and_share_a_state(int protocol, string sent, string reply, string invalid)
    {
        var endpoint = Create(Log +
            """
            public struct Count { public int Value; }
            [Message("say")] public sealed record Say([property: StringLength(5)] string Text);
            [JsonSerializable(typeof(Say))] internal sealed partial class Ctx : JsonSerializerContext;

            public sealed class Plain : IWebSocketTextCodec<Say>
            {
                public void Encode(Say value, System.Buffers.IBufferWriter<byte> output) =>
                    System.Buffers.BuffersExtensions.Write(output, System.Text.Encoding.UTF8.GetBytes(value.Text));
                public Say Decode(ReadOnlySpan<byte> payload) => new(System.Text.Encoding.UTF8.GetString(payload));
            }

            [UseFilter<Log>, UseCodec(typeof(Plain), Protocol = "plain")]
            [WebSocketEndpoint("/", Protocols = ["plain", "json"], Lifetime = EndpointLifetime.Singleton, ValidateMessages = true)]
            public sealed partial class E
            {
                [OnMessage, Authorize] private Say On(Say say, ref Count count) => new($"{++count.Value}{say.Text}");
                [OnError] private string On(MessageValidationException error, ref readonly Count count) => $"{count.Value} {error.Errors[0].Member}";
            }
            """);
        endpoint.Handshake.Protocol = protocol;
        var peer = endpoint.Open();

        peer.Text(sent);
        await peer.UntilAsync(reply);
        peer.Text(invalid);
        await peer.UntilAsync("text:1 Text");
        await peer.EndAsync();

        Assert.Equal([reply, "text:1 Text"], peer.Sent);
        Assert.Equal([$"<{sent.Length}", $"<{invalid.Length}"], (List<string>)endpoint.Static("Log", "Lines")!);
    }

    [Fact]
    public async Task What_a_session_owns_ends_with_it_though_one_end_fails()
    {
        var endpoint = Create(Log +
            """
            [SessionState] public sealed class Member : IDisposable { public void Dispose() => throw new InvalidOperationException("gone"); }

            public sealed class Own : IWebSocketFilter, IDisposable
            {
                public static int Disposed;
                public ValueTask OnOpenAsync(WebSocketSession session, FilterNext next) => next.RunAsync();
                public void Dispose() => Disposed++;
            }

            [UseFilter<Own>(Lifetime = EndpointLifetime.Session)]
            [WebSocketEndpoint("/", Lifetime = EndpointLifetime.Singleton)] public sealed class E
            {
                [OnText] public void Text(Member member) { }
            }
            """);

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(async () => await endpoint.Activate().DisposeAsync());

        Assert.Equal("gone", thrown.Message);
        Assert.Equal(1, endpoint.Static("Own", "Disposed"));
    }

    private static EmittedEndpoint Create(string source, bool isAllowed = true)
    {
        var endpoint = EmittedEndpoint.Create(source);
        endpoint.Handshake.Provider = new ServiceCollection()
            .AddSingleton<Endpoints.Generated.EndpointSingletons>()
            .AddSingleton<ISessionAuthorizer>(new Authorizer(isAllowed))
            .BuildServiceProvider();
        return endpoint;
    }

    private sealed class Authorizer(bool isAllowed) : ISessionAuthorizer
    {
        public ValueTask<bool> AuthorizeAsync(WebSocketSession session, HandlerPolicy policy) => new(isAllowed);
    }
}
