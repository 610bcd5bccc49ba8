using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Types that are not partial and have to be.</summary>
public sealed class WSE0001Tests
{
    private const string Id = DiagnosticIds.TypeNotPartial;

    [Theory]
    [InlineData("")]
    [InlineData("private ")]
    [InlineData("protected ")]
    [InlineData("private protected ")]
    public Task Reports_a_class_whose_handler_nothing_else_can_see(string accessibility) => AnalyzerVerifier.ReportsAsync(
        Id,
        $$"""
        [WebSocketEndpoint("/chat")]
        public class [|Chat|]
        {
            [OnText] {{accessibility}}void Text(ReadOnlySpan<byte> utf8) { }
        }
        """,
        "Make 'Chat' partial",
        "handler 'Text'");

    [Fact]
    public Task Reports_a_clients_class_whatever_its_handlers_are() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        [WebSocketClientEndpoint]
        public sealed class [|Chat|]
        {
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """,
        "Make 'Chat' partial: generated code has to reach it");

    [Fact]
    public Task Reports_a_class_whose_constructor_nothing_else_can_see() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        [WebSocketEndpoint("/chat")]
        public sealed class [|Chat|]
        {
            private Chat() { }
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """,
        "its constructor");

    [Fact]
    public Task Reports_a_class_whose_JSON_context_nothing_else_can_see() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        using System.Text.Json.Serialization;

        [WebSocketEndpoint("/chat", JsonContext = typeof(Json))]
        public sealed class [|Chat|]
        {
            [OnMessage] public void Said(int message) { }

            [JsonSerializable(typeof(int))]
            private sealed partial class Json : JsonSerializerContext;
        }
        """,
        "its JSON context 'Json'");

    [Fact]
    public Task Reports_the_class_around_it() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        public static class [|Sockets|]
        {
            [WebSocketEndpoint("/chat")]
            public sealed partial class Chat
            {
                [OnText] void Text(ReadOnlySpan<byte> utf8) { }
            }
        }
        """,
        "'Sockets'");

    [Theory]
    [InlineData("public sealed class", "public ")]
    [InlineData("internal class", "internal ")]
    [InlineData("class", "protected internal ")]
    [InlineData("public sealed partial class", "private ")]
    public Task Accepts_what_generated_code_can_reach(string declaration, string accessibility) => AnalyzerVerifier.AcceptsAsync(
        $$"""
        [WebSocketEndpoint("/chat")]
        {{declaration}} Chat
        {
            [OnText] {{accessibility}}void Text(ReadOnlySpan<byte> utf8) { }
        }
        """);
}
