using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Snapshots;

public sealed class MessageKeySnapshots
{
    [Fact]
    public void Keys_are_read_without_reflection() => GeneratorSnapshots.Verify(
        new GeneratorProject(
            """
            using System.Text.Json.Serialization;
            namespace App;

            [KeepLatest(nameof(Quote.Symbol))]
            public sealed record Quote(string? Symbol, decimal Price);

            [KeepLatest(nameof(Depth.Symbol), nameof(Depth.Level), "class")]
            internal readonly record struct Depth(string Symbol, int Level, string @class);

            [KeepLatest("Misspelled")]
            public sealed record Left(string Out);

            public static class Outer
            {
                [KeepLatest("Id")]
                public sealed class Device { public int? Id { get; init; } }
            }

            [JsonSerializable(typeof(Quote))]
            public sealed partial class QuoteJson : JsonSerializerContext;

            [WebSocketEndpoint("/q", SendPolicy = SendPolicy.KeepLatest, MaxSendQueueMessages = 100)]
            public sealed class Quotes
            {
                [OnText] public Quote Ask(string symbol) => new(symbol, 1);
            }

            [WebSocketEndpoint("/w", SendPolicy = SendPolicy.Wait)]
            public sealed class Waits { [OnText] public void Text(string text) { } }
            """));
}
