using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Snapshots;

public sealed class StreamSnapshots
{
    [Fact]
    public void A_sequence_of_messages_is_fed_and_its_handler_runs_beside() => GeneratorSnapshots.Verify(
        new GeneratorProject(
            """
            using System.Runtime.CompilerServices;
            using System.Text.Json.Serialization;
            namespace App;

            public sealed record Say(string Text);
            public sealed record Said(string Text);
            public sealed class Store;

            [JsonSerializable(typeof(Say))]
            [JsonSerializable(typeof(Said))]
            public sealed partial class TalkJson : JsonSerializerContext;

            [WebSocketEndpoint("/talk/{room}", Protocols = ["v2", "v1"])]
            public sealed class Talk
            {
                [OnMessage]
                public async IAsyncEnumerable<Said> Run(
                    IAsyncEnumerable<Say> messages, string room, [EnumeratorCancellation] CancellationToken ct)
                {
                    await foreach (var message in messages.WithCancellation(ct)) yield return new Said(message.Text);
                }

                [OnText(Protocol = "v1")]
                public void Old(string text) { }

                [OnBinary]
                public async Task Upload(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, Store store)
                {
                    await foreach (var chunk in chunks) GC.KeepAlive(store);
                }
            }

            [WebSocketEndpoint("/raw")]
            public sealed class Raw
            {
                [OnMessage] public async IAsyncEnumerable<byte[]> Echo(IAsyncEnumerable<byte[]> messages)
                {
                    await foreach (var message in messages) yield return message;
                }
            }
            """));

    [Fact]
    public void A_message_is_read_while_it_arrives() => GeneratorSnapshots.Verify(
        new GeneratorProject(
            """
            using System.IO;
            using System.IO.Pipelines;
            namespace App;

            public sealed class Store;

            [WebSocketEndpoint("/upload/{name}", Protocols = ["whole"])]
            public sealed class Upload
            {
                [OnBinary] public async Task<string> Take(Stream body, string name, CancellationToken ct)
                {
                    await body.CopyToAsync(Stream.Null, ct);
                    return name;
                }

                [OnText] public async Task<byte[]> Text(PipeReader body, Store store) { await body.CompleteAsync(); return []; }

                [OnBinary(Protocol = "whole")] public void Whole(ReadOnlySpan<byte> payload) { }
            }
            """));

    [Fact]
    public void Blocking_handlers_are_called_off_the_thread() => GeneratorSnapshots.Verify(
        new GeneratorProject(
            """
            namespace App;

            public sealed class Store;

            [WebSocketEndpoint("/files", MaxConcurrency = 4)]
            public sealed class Files
            {
                [OnText, Blocking] public string Read(string name) => name;
                [OnBinary, Blocking] public void Write(ReadOnlySpan<byte> payload, Store store, WebSocketSession session) { }
                [OnPing] public void Ping() { }
                [OnError, Blocking] public void Failed(Exception error) { }
            }
            """));
}
