using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Snapshots;

/// <summary>What is emitted for <c>[KeepLatest]</c>, and for the policy of an endpoint.</summary>
public sealed class MessageKeySnapshots
{
    [Fact]
    public void Keys_are_read_without_reflection()
    {
        var run = GeneratorChecks.All(new GeneratorProject(
            """
            using System.Text.Json.Serialization;
            namespace App;

            [KeepLatest(nameof(Quote.Symbol))]
            public sealed record Quote(string? Symbol, decimal Price);

            [KeepLatest(nameof(Depth.Symbol), nameof(Depth.Level), "class")]
            internal readonly record struct Depth(string Symbol, int Level, string @class);

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

        var keys = run.Texts["MessageKeys.g.cs"];
        string[] reads = [.. keys.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("global::Endpoints.Generated.MessageKeys", StringComparison.Ordinal))];
        Assert.Equal(
            [
                "global::Endpoints.Generated.MessageKeys.Add<global::App.Depth>(static message => (message.Symbol, message.Level, message.@class));",
                "global::Endpoints.Generated.MessageKeys.Add<global::App.Outer.Device>(static message => message.Id);",
                "global::Endpoints.Generated.MessageKeys.Add<global::App.Quote>(static message => message.Symbol);",
            ],
            reads);
        Assert.Contains("[global::System.Runtime.CompilerServices.ModuleInitializer]", keys, StringComparison.Ordinal);
        Assert.Contains(
            "{ MaxSendQueueMessages = 100, SendPolicy = global::Endpoints.SendPolicy.KeepLatest };",
            run.Texts["App.Quotes.Endpoint.g.cs"],
            StringComparison.Ordinal);
        Assert.Contains("{ SendPolicy = global::Endpoints.SendPolicy.Wait };", run.Texts["App.Waits.Endpoint.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_cannot_be_read_is_left_out()
    {
        var run = new GeneratorRun(new GeneratorProject("[KeepLatest(\"Misspelled\")] public sealed record Quote(string Symbol);"));

        Assert.DoesNotContain("MessageKeys.g.cs", run.Texts.Keys);
    }
}
