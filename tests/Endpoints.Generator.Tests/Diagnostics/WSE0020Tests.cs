using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Sub-protocols that are no tokens.</summary>
public sealed class WSE0020Tests
{
    private const string Id = DiagnosticIds.InvalidSubprotocol;

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("chat v1", "a space is not allowed")]
    [InlineData("chat,v1", "a string of its own")]
    [InlineData("chat/1", "'/' is not allowed")]
    [InlineData("chat=1", "'=' is not allowed")]
    [InlineData("ch\u00E4t", "U+00E4 is not allowed")]
    public Task Reports_a_name_that_is_no_token(string name, string reason) => AnalyzerVerifier.ReportsAsync(
        Id,
        $$"""
        [WebSocketEndpoint("/chat", Protocols = ["chat.v2", [|"{{name}}"|]])]
        public sealed class Chat
        {
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """,
        $"\"{name}\"",
        reason);

    [Theory]
    [InlineData("new[] { \"chat.v2\", [|\"chat v1\"|] }")]
    [InlineData("new string[] { \"chat.v2\", [|\"chat v1\"|] }")]
    [InlineData("new string[2] { \"chat.v2\", [|Chat.Old|] }")]
    [InlineData("[\"chat.v2\", [|Chat.Old|]]")]
    [InlineData("[\"chat.v2\", [|\"chat\" + \" v1\"|]]")]
    public Task Reports_the_element_however_the_array_is_written(string array) => AnalyzerVerifier.ReportsAsync(
        Id,
        $$"""
        [WebSocketEndpoint("/chat", Protocols = {{array}})]
        public sealed class Chat
        {
            public const string Old = "chat v1";
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """);

    [Theory]
    [InlineData("[]")]
    [InlineData("[\"chat.v2\", \"v12.stomp\", \"graphql-transport-ws\", \"x!#$%&'*+-.^_`|~9\"]")]
    [InlineData("null!")]
    public Task Accepts_tokens(string array) => AnalyzerVerifier.AcceptsAsync(
        $$"""
        [WebSocketEndpoint("/chat", Protocols = {{array}})]
        public sealed class Chat
        {
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """);
}
