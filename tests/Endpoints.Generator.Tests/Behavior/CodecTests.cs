using Endpoints.Generated;
using Endpoints.Generator.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Endpoints.Generator.Tests.Behavior;

/// <summary>Payloads and replies that are read and written by codecs.</summary>
public sealed class CodecTests
{
    private const string Codecs =
        """
        using System.Buffers;
        using System.Text.Json.Serialization;
        public interface IWire<T> where T : IWire<T> { byte Wire { get; } static abstract T Of(byte wire); }
        public sealed record Number(byte Wire) : IWire<Number> { public static Number Of(byte wire) => new(wire); }
        public readonly record struct Letter(byte Wire) : IWire<Letter> { public static Letter Of(byte wire) => new(wire); }
        public sealed class WireCodec<T> : IWebSocketCodec<T> where T : IWire<T>
        {
            public static int Created;
            public WireCodec() => Created++;
            public void Encode(T value, IBufferWriter<byte> output) => BuffersExtensions.Write<byte>(output, [value.Wire, 255]);
            public T Decode(ReadOnlySpan<byte> payload) => payload.Length == 1 ? T.Of(payload[0]) : throw new FormatException("one byte");
        }
        public sealed class DigitCodec(TimeProvider time) : IWebSocketTextCodec<Number>
        {
            public void Encode(Number value, IBufferWriter<byte> output) => output.Write(System.Text.Encoding.UTF8.GetBytes($"#{value.Wire}{(time is null ? "?" : "")}"));
            public Number Decode(ReadOnlySpan<byte> payload) => payload.Length == 0 ? null! : new(byte.Parse(payload));
        }
        [JsonSerializable(typeof(Number))] internal sealed partial class Ctx : JsonSerializerContext;

        """;

    [Fact]
    public async Task A_generic_codec_is_closed_over_each_payload()
    {
        var endpoint = EmittedEndpoint.Create(Codecs +
            """
            [UseCodec(typeof(WireCodec<>))]
            [WebSocketEndpoint("/")] public sealed class E
            {
                [OnMessage] public async Task<Letter?> Number(Number number) { await Task.Yield(); return number.Wire == 0 ? null : new Letter((byte)(number.Wire + 1)); }
                [OnOpen] public Number Open() => new(9);
            }
            """);

        Assert.Equal(["binary:06FF"], await endpoint.BinaryAsync(5));
        Assert.Empty(await endpoint.BinaryAsync(0));
        Assert.Equal(HandlerKinds.Binary, endpoint.Activate().Handlers);
        using var session = endpoint.Session();
        await endpoint.Activate().OpenAsync(session);
        Assert.Equal(["binary:09FF"], session.Sent);
        Assert.Equal(1, endpoint.Assembly.GetType("WireCodec`1")!.MakeGenericType(endpoint.Assembly.GetType("Number")!).GetField("Created")!.GetValue(null));
    }

    [Fact]
    public async Task What_the_codec_cannot_read_is_the_peers_fault()
    {
        var endpoint = EmittedEndpoint.Create(Codecs +
            """[UseCodec(typeof(WireCodec<>))] [WebSocketEndpoint("/")] public sealed class E { [OnMessage] public void Number(Number number) { } }""");

        var error = await Assert.ThrowsAsync<UnreadablePayloadException>(() => endpoint.BinaryAsync(1, 2));
        Assert.IsType<FormatException>(error.InnerException);
        Assert.Equal("The payload is not what this endpoint takes.", error.CloseReason);
    }

    [Fact]
    public async Task Each_sub_protocol_has_its_codec()
    {
        var endpoint = EmittedEndpoint.Create(Codecs +
            """
            [UseCodec(typeof(WireCodec<>), Protocol = "wire")] [UseCodec(typeof(DigitCodec), Protocol = "digits")]
            [WebSocketEndpoint("/", Protocols = ["wire", "digits", "json"])] public sealed class E
            {
                [OnMessage] public async IAsyncEnumerable<Number> Count(Number number) { await Task.Yield(); yield return number; yield return number; }
            }
            """);
        endpoint.Handshake.Provider = new ServiceCollection()
            .AddSingleton(TimeProvider.System).AddSingleton<EndpointSingletons>().BuildServiceProvider();

        endpoint.Handshake.Protocol = 0;
        Assert.Equal(HandlerKinds.Binary, endpoint.Activate().Handlers);
        Assert.Equal(["binary:07FF", "binary:07FF"], await endpoint.BinaryAsync(7));

        endpoint.Handshake.Protocol = 1;
        Assert.Equal(HandlerKinds.Text, endpoint.Activate().Handlers);
        Assert.Equal(["text:#7", "text:#7"], await endpoint.TextAsync("7"));
        Assert.Equal("The message is null.", (await Assert.ThrowsAsync<UnreadablePayloadException>(() => endpoint.TextAsync(""))).Message);

        foreach (var protocol in (int[])[-1, 2])
        {
            endpoint.Handshake.Protocol = protocol;
            Assert.Equal(["""text:{"Wire":7}""", """text:{"Wire":7}"""], await endpoint.TextAsync("""{"Wire":7}"""));
        }
    }

    [Fact]
    public async Task A_payload_that_only_codecs_read_needs_no_context()
    {
        var endpoint = EmittedEndpoint.Create(Codecs +
            """
            [UseCodec(typeof(WireCodec<>), Protocol = "wire")]
            [WebSocketEndpoint("/", Protocols = ["wire", "json"], RequireProtocol = true)] public sealed class E
            {
                [OnMessage(Protocol = "wire")] public Letter Spell(Letter letter, WebSocketSession session) => letter;
                [OnMessage] public Number Count(Number number) => number;
            }
            """);
        endpoint.Handshake.Protocol = 0;
        Assert.Equal(["binary:07FF"], await endpoint.BinaryAsync(7));
        endpoint.Handshake.Protocol = 1;
        Assert.Equal(["""text:{"Wire":7}"""], await endpoint.TextAsync("""{"Wire":7}"""));
    }

    [Fact]
    public async Task A_private_codec_is_reached_from_inside_the_class()
    {
        var endpoint = EmittedEndpoint.Create(Codecs +
            """
            [UseCodec(typeof(Hidden))]
            [WebSocketEndpoint("/")] public sealed partial class E
            {
                [OnMessage] public Number Twice(Number number) => new((byte)(number.Wire * 2));
                private sealed class Hidden : IWebSocketCodec<Number>
                {
                    public void Encode(Number value, IBufferWriter<byte> output) => BuffersExtensions.Write<byte>(output, [value.Wire]);
                    public Number Decode(ReadOnlySpan<byte> payload) => new(payload[0]);
                }
            }
            """);

        Assert.Equal(["binary:06"], await endpoint.BinaryAsync(3));
    }
}
