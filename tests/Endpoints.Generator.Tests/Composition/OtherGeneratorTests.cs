using Endpoints.Generator.Tests.Diagnostics;
using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Composition;

/// <summary>
/// Partial types of the project that another source generator completes: the emitted code only names them, so it takes them as what they
/// will be. What is wrong after all is the analyzers' to say.
/// </summary>
public sealed class OtherGeneratorTests
{
    private const string Codec =
        """
        public interface IWire<T> where T : IWire<T>;
        public sealed partial class Say;
        public sealed class Codec<T> : IWebSocketCodec<T> where T : IWire<T>, new()
        {
            public void Encode(T value, System.Buffers.IBufferWriter<byte> output) { }
            public T Decode(ReadOnlySpan<byte> payload) => new();
        }
        [UseCodec(typeof(Codec<>)), WebSocketEndpoint("/say")]
        public sealed class Chat { [OnMessage] public Say Echo(Say say) => say; }
        """;

    [Theory]
    [InlineData("{id}", "[OnText] public void Text(Id id) { }")]
    [InlineData("{id?}", "[OnText] public void Text(Id? id) { }")]
    [InlineData("{other}", "[OnOpen] public void Open([FromRoute(Name = \"other\")] Id id, [FromQuery] Id? q) { } [OnMessage] public void Text(string s, [FromHeader] Id id) { }")]
    public void A_value_is_bound_with_the_parsing_that_is_added(string route, string handlers) => AssertEmitted(
        $$"""
        public readonly partial struct Id;
        [WebSocketEndpoint("/{{route}}")] public sealed partial class Chat { {{handlers}} }
        """,
        WSE0029Tests.ParsableId);

    [Fact]
    public void A_codec_takes_a_type_whose_interface_is_added() => AssertEmitted(Codec, "partial class Say : IWire<Say>;");

    [Fact]
    public async Task What_is_never_added_is_an_error_at_its_place()
    {
        var value = new GeneratorRun(new GeneratorProject(
            "public readonly partial struct Id; [WebSocketEndpoint(\"/{id}\")] public sealed class Chat { [OnText] public void Text(Id id) { } }"));
        var codec = new GeneratorRun(new GeneratorProject(Codec));

        Assert.Equal(["WSE0016"], (await AnalyzerCompilation.AnalyzeAsync(value.Output)).Select(d => d.Id));
        Assert.All(await AnalyzerCompilation.AnalyzeAsync(codec.Output), d => Assert.Equal("WSE0044", d.Id));
    }

    [Fact]
    public void A_type_that_is_not_partial_is_taken_as_it_is()
    {
        var run = new GeneratorRun(new GeneratorProject(
            "public readonly struct Id; [WebSocketEndpoint(\"/{id}\")] public sealed class Chat { [OnText] public void Text(Id id) { } }"));

        Assert.Empty(run.Texts);
    }

    private static void AssertEmitted(string source, string other)
    {
        var run = new GeneratorRun(new GeneratorProject(source) { OtherOutput = [other] });

        Assert.Contains("Chat.Endpoint.g.cs", run.Texts.Keys);
        Assert.Empty(GeneratorChecks.Silence(run));
        Assert.Empty(run.Output.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        Assert.NotEmpty(run.EmitImage());
    }
}
