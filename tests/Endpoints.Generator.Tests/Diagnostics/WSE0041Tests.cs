using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Payloads that no JSON can be read as.</summary>
public sealed class WSE0041Tests
{
    private const string Id = DiagnosticIds.PayloadNotReadable;

    [Theory]
    [InlineData("public sealed record P(IShape Shape);", "'P' has 'P.Shape', which is the interface 'IShape'")]
    [InlineData("public sealed class P { public Shape? Shape { get; set; } }", "which is the abstract class 'Shape'")]
    [InlineData("public sealed class P(IShape shape) { public IShape Shape => shape; }", "'P.Shape'")]
    [InlineData("public sealed record P(IReadOnlyList<IShape[]> Shapes);", "'P.Shapes'")]
    [InlineData("public sealed record P(Dictionary<string, IShape> Shapes);", "'P.Shapes'")]
    [InlineData("public sealed record P(List<Inner> All); public sealed record Inner(P? Parent, IShape Shape);", "'Inner.Shape'")]
    [InlineData("public class Base { public IShape? Shape { get; init; } } public sealed class P : Base;", "'Base.Shape'")]
    [InlineData("public sealed record P(Action Done);", "is 'Action', which has no form in JSON")]
    [InlineData("public interface P { string Name { get; } }", "'P' is the interface 'P'")]
    [InlineData("public abstract record P(string Name);", "'P' is the abstract class 'P'")]
    public Task Reports_it(string payload, string message) =>
        AnalyzerVerifier.ReportsAsync(Id, Source(payload, "[|P message|]"), "handler 'M'", message);

    [Theory]
    [InlineData("public sealed record P(string Name, int? Age, List<Uri> Links, IReadOnlyDictionary<string, DateTime[]> Times);")]
    [InlineData("public sealed record P(P? Left, P? Right);")]
    [InlineData("public sealed record P([property: JsonIgnore] IShape? Shape);")]
    [InlineData("public sealed class P { public IShape? Shape { get; } }")]
    [InlineData("public sealed class P { public IShape? Shape { get; private set; } internal IShape? Other { get; set; } public static IShape? Third { get; set; } }")]
    [InlineData("public sealed class P { [JsonConverter(typeof(ShapeConverter))] public IShape? Shape { get; set; } }")]
    [InlineData("[JsonConverter(typeof(ShapeConverter))] public interface IMine; public sealed record P(IMine Mine);")]
    [InlineData("[JsonDerivedType(typeof(Q), \"q\")] public abstract record P; public sealed record Q(string Name) : P;")]
    [InlineData("[JsonDerivedType(typeof(Q), \"q\")] public interface IMine; public sealed record Q : IMine; public sealed record P(IMine Mine);")]
    [InlineData("public sealed record P(System.Text.Json.Nodes.JsonNode Node);")]
    public Task Accepts_it(string payload) => AnalyzerVerifier.AcceptsAsync(Source(payload, "P message"));

    [Fact]
    public Task Accepts_any_type_where_the_context_has_converters() => AnalyzerVerifier.AcceptsAsync(Source(
        "public sealed record P(IShape Shape);", "P message", "[JsonSourceGenerationOptions(Converters = [typeof(ShapeConverter)])]"));

    [Fact]
    public Task Accepts_services_and_other_handlers() => AnalyzerVerifier.AcceptsAsync(
        Source("public sealed record P(string Name);", "P message, IShape service"));

    private static string Source(string payload, string parameters, string options = "") =>
        $$"""
        using System.Text.Json;
        using System.Text.Json.Serialization;

        [WebSocketEndpoint("/canvas")]
        public sealed class Canvas
        {
            [OnMessage] public void M({{parameters}}) { }
        }

        {{payload}}

        public interface IShape;

        public abstract class Shape;

        public sealed class ShapeConverter : JsonConverter<IShape>
        {
            public override IShape? Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => null;
            public override void Write(Utf8JsonWriter writer, IShape value, JsonSerializerOptions options) { }
        }

        {{options}}
        [JsonSerializable(typeof(P))]
        internal sealed partial class CanvasJson : JsonSerializerContext;
        """;
}
