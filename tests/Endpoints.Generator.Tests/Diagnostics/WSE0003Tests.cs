using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Endpoints that do nothing.</summary>
public sealed class WSE0003Tests
{
    private const string Id = DiagnosticIds.NoHandler;

    [Fact]
    public Task Reports_an_endpoint_without_handlers() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        [WebSocketEndpoint("/chat")]
        public sealed class [|Chat|]
        {
            public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """,
        "'Chat' has no handler",
        "[OnText]");

    [Fact]
    public Task Reports_a_clients_endpoint_without_handlers() => AnalyzerVerifier.ReportsAsync(
        Id, "[WebSocketClientEndpoint] public sealed partial class [|Chat|] { public void Text(string text) { } }", "'Chat' has no handler");

    [Theory]
    [InlineData("OnOpen")]
    [InlineData("OnText")]
    [InlineData("OnBinary")]
    [InlineData("OnMessage")]
    [InlineData("OnPing")]
    [InlineData("OnPong")]
    [InlineData("OnClose")]
    public Task Accepts_one_handler_of_any_kind(string attribute) => AnalyzerVerifier.AcceptsAsync(
        $$"""
        [WebSocketEndpoint("/chat")]
        public sealed class Chat
        {
            [{{attribute}}] public void Handle(WebSocketSession session{{(attribute == "OnMessage" ? ", string text" : "")}}) { }
        }
        """);

    [Fact]
    public Task Accepts_a_handler_in_another_part_of_the_class() => AnalyzerVerifier.AcceptsAsync(
        "[WebSocketEndpoint(\"/chat\")] public sealed partial class Chat;",
        "public sealed partial class Chat { [OnText] void Text(ReadOnlySpan<byte> utf8) { } }");
}
