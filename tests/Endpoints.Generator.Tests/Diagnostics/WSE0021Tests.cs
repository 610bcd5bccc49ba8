using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Sub-protocols offered twice.</summary>
public sealed class WSE0021Tests
{
    private const string Id = DiagnosticIds.DuplicateSubprotocol;

    [Theory]
    [InlineData("\"chat.v1\", [|\"chat.v1\"|]")]
    [InlineData("\"chat.v1\", \"chat.v2\", [|\"Chat.V1\"|]")]
    [InlineData("\"chat.v1\", [|\"chat.v1\"|], [|\"CHAT.V1\"|]")]
    public Task Reports_every_repetition_in_any_case(string names) => AnalyzerVerifier.ReportsAsync(
        Id,
        $$"""
        [WebSocketEndpoint("/chat", Protocols = [{{names}}])]
        public sealed class Chat
        {
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """,
        "already offered as \"chat.v1\"");

    [Fact]
    public Task Accepts_the_same_name_on_two_endpoints() => AnalyzerVerifier.AcceptsAsync(
        """
        [WebSocketEndpoint("/a", Protocols = ["chat.v1", "chat.v2"])]
        public sealed class A
        {
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }

        [WebSocketEndpoint("/b", Protocols = ["chat.v1", "chat.v2"])]
        public sealed class B
        {
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """);
}
