using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Endpoints that keep the latest by key in projects without keys.</summary>
public sealed class WSE0072Tests
{
    private const string Id = DiagnosticIds.PolicyWithoutKeys;

    private const string Endpoint =
        """
        [WebSocketEndpoint("/q", SendPolicy = SendPolicy.KeepLatest)]
        public sealed class Quotes { [OnText] public void Text(ReadOnlySpan<byte> utf8, WebSocketSession session) => session.TrySendText(utf8); }

        """;

    [Fact]
    public Task Reports_a_policy_in_a_project_without_keys() => AnalyzerVerifier.ReportsAsync(
        Id, Endpoint.Replace("SendPolicy.KeepLatest", "[|SendPolicy.KeepLatest|]", StringComparison.Ordinal), "'Quotes' keeps the latest");

    [Theory]
    [InlineData("[KeepLatest(nameof(Quote.Symbol))] public sealed record Quote(string Symbol);")]
    [InlineData("public static class Feed { public static void Send(WebSocketSession session) => session.TrySendText(\"x\"u8, \"x\"); }")]
    [InlineData("public static class Feed { public static void Send(WebSocketSession session) => session.TrySendBinary(\"x\"u8, key: \"x\"); }")]
    [InlineData("public static class Feed { public static void Send(IWebSocketSessions<Quotes> sessions) => sessions.All.SendText(\"x\"u8, \"x\"); }")]
    public Task Accepts_a_project_with_keys(string other) => AnalyzerVerifier.AcceptsAsync(Endpoint + other);

    [Theory]
    [InlineData("Wait")]
    [InlineData("DropNewest")]
    [InlineData("DropOldest")]
    [InlineData("Disconnect")]
    public Task Accepts_other_policies(string policy) =>
        AnalyzerVerifier.AcceptsAsync(Endpoint.Replace("KeepLatest", policy, StringComparison.Ordinal));
}
