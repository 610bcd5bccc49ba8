using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Two handlers for one event.</summary>
public sealed class WSE0004Tests
{
    private const string Id = DiagnosticIds.DuplicateHandler;

    [Theory]
    [InlineData("OnOpen", "the start of the session")]
    [InlineData("OnText", "text messages")]
    [InlineData("OnBinary", "binary messages")]
    [InlineData("OnPing", "pings")]
    [InlineData("OnPong", "pongs")]
    [InlineData("OnClose", "the end of the session")]
    public Task Reports_the_second_handler_of_a_kind(string attribute, string what) => AnalyzerVerifier.ReportsAsync(
        Id,
        Source($"[{attribute}] public void One() {{ }} [{attribute}] public void [|Two|]() {{ }}"),
        $"'Two' is a second handler for {what}, besides 'One'");

    [Fact]
    public Task Reports_a_second_handler_in_one_sub_protocol() => AnalyzerVerifier.ReportsAsync(
        Id,
        Source("[OnText(Protocol = \"a\")] public void One() { } [OnText(Protocol = \"a\")] public void [|Two|]() { } [OnText(Protocol = \"b\")] public void Three() { }"),
        "text messages of \"a\"");

    [Theory]
    [InlineData("[OnText] public void One() { } [OnBinary] public void Two() { } [OnOpen] public void Three() { }")]
    [InlineData("[OnText(Protocol = \"a\")] public void One() { } [OnText(Protocol = \"b\")] public void Two() { }")]
    [InlineData("[OnText(Protocol = \"a\")] public void One() { } [OnText] public void Two() { }")]
    [InlineData("[OnOpen, OnClose] public void One() { }")]
    [InlineData("[OnText] public void One() { } [OnMessage] public void Two(ReadOnlySpan<byte> payload) { }")]
    [InlineData("[OnError] public void One(ArgumentException e) { } [OnError] public void Two(InvalidOperationException e) { } [OnText] public void Three() { }")]
    public Task Accepts_handlers_of_different_events(string handlers) => AnalyzerVerifier.AcceptsAsync(Source(handlers));

    private static string Source(string handlers) =>
        $$"""
        [WebSocketEndpoint("/chat", Protocols = ["a", "b"])]
        public sealed class Chat
        {
            {{handlers}}
        }
        """;
}
