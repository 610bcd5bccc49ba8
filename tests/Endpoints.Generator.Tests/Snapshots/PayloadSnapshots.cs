using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Snapshots;

public sealed class PayloadSnapshots
{
    [Fact]
    public void A_chat_reads_json_and_private_handlers_put_the_dispatcher_into_the_partial_class() => GeneratorSnapshots.Verify(
        new GeneratorProject(
            """
            using System.Text.Json.Serialization;
            namespace App;

            public sealed record Say(string Text, List<string?> Tags);
            public sealed record Said(string Text, string Room);
            public sealed class RoomDirectory;

            [JsonSerializable(typeof(Say))]
            [JsonSerializable(typeof(Said))]
            internal sealed partial class ChatJson : JsonSerializerContext;

            public static partial class Rooms
            {
                [WebSocketEndpoint("/rooms/{room}", Protocols = ["chat.v2", "chat.v1"])]
                public sealed partial class Chat(RoomDirectory rooms) : IAsyncDisposable
                {
                    [OnOpen]
                    private ValueTask Joined(WebSocketSession session, string room, CancellationToken ct) => default;

                    [OnMessage]
                    private ValueTask<Said?> Say(Say message, string room) => new(new Said(message.Text, room));

                    [OnBinary]
                    private static void Binary(ReadOnlySpan<byte> payload, WebSocketSession session) => session.TrySendBinary(payload);

                    [OnClose]
                    private void Left(CloseStatus status) => GC.KeepAlive(rooms);

                    ValueTask IAsyncDisposable.DisposeAsync() => default;
                }
            }
            """));

    [Fact]
    public void Each_form_of_a_payload_and_of_a_reply_has_its_call() => GeneratorSnapshots.Verify(
        new GeneratorProject(
            """
            using System.Buffers;
            using System.Text.Json.Serialization;
            namespace App;

            public record struct Point(int X, int Y);

            [JsonSerializable(typeof(Point))]
            public sealed partial class PointJson : JsonSerializerContext;

            [WebSocketEndpoint("/bytes")]
            public sealed class Bytes
            {
                [OnText] public ReadOnlyMemory<byte> Text(ReadOnlyMemory<byte> utf8) => utf8;
                [OnBinary] public byte[]? Binary(byte[] payload) => payload;
                [OnPing] public void Ping(ReadOnlySpan<byte> payload) { }
                [OnPong] public Task Pong(ReadOnlyMemory<byte> payload) => Task.CompletedTask;
            }

            [WebSocketEndpoint("/sequences")]
            public sealed class Sequences
            {
                [OnText] public async Task<string?> Text(string text) { await Task.Yield(); return text; }
                [OnBinary] public async ValueTask<ReadOnlyMemory<byte>?> Binary(ReadOnlySequence<byte> payload) { await Task.Yield(); return null; }
            }

            [WebSocketEndpoint("/raw")]
            public sealed class Raw
            {
                [OnMessage] public async Task<byte[]> Either(byte[] payload) { await Task.Yield(); return payload; }
            }

            [WebSocketEndpoint("/points")]
            public sealed class Points
            {
                [OnMessage] public Point? Mirror(Point point) => point with { X = -point.X };
            }

            [WebSocketEndpoint("/greeting")]
            public sealed class Greeting
            {
                [OnOpen] public string Hello() => "hello";
                [OnText] public string Say(WebSocketHandshake handshake) => handshake.Path;
            }
            """));

    [Fact]
    public void A_stream_is_sent_message_by_message() => GeneratorSnapshots.Verify(
        new GeneratorProject(
            """
            using System.Runtime.CompilerServices;
            using System.Text.Json.Serialization;
            namespace App;

            public sealed record Tick(int Number);

            [JsonSerializable(typeof(Tick))]
            public sealed partial class TickJson : JsonSerializerContext;

            [WebSocketEndpoint("/ticks", JsonContext = typeof(TickJson))]
            public sealed class Ticks
            {
                [OnText]
                public async IAsyncEnumerable<Tick> Run(string text, [EnumeratorCancellation] CancellationToken ct)
                {
                    for (var i = 0; i < int.Parse(text); i++) { await Task.Yield(); yield return new Tick(i); }
                }

                [OnBinary]
                public async IAsyncEnumerable<byte[]> Bytes() { await Task.Yield(); yield return [1]; }
            }
            """));
}
