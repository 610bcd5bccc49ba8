using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Malformed origins.</summary>
public sealed class WSE0061Tests
{
    private const string Id = DiagnosticIds.InvalidOrigin;

    [Theory]
    [InlineData("", "empty")]
    [InlineData("example.com", "no scheme")]
    [InlineData("https://example.com/", "ends with '/'")]
    [InlineData("https://example.com/chat", "path")]
    [InlineData("https://example.com?x=1", "path or query")]
    [InlineData("https://user@example.com", "user information")]
    [InlineData("https://", "no host")]
    [InlineData("https://example.com:99999", "not a port")]
    [InlineData("https://exa*mple.com", "sub-domains")]
    [InlineData("https://*", "sub-domains")]
    [InlineData("null", "sandboxed")]
    public Task Reports_what_no_browser_sends(string origin, string reason) => AnalyzerVerifier.ReportsAsync(
        Id, Source($"\"https://example.com\", [|\"{origin}\"|]"), $"\"{origin}\" is not an origin", reason);

    [Theory]
    [InlineData("*")]
    [InlineData("https://example.com")]
    [InlineData("http://localhost:8080")]
    [InlineData("https://*.example.com")]
    [InlineData("https://[::1]:5001")]
    [InlineData("HTTPS://Example.COM")]
    [InlineData("chrome-extension://abcdefghijklmnop")]
    public Task Accepts_an_origin(string origin) => AnalyzerVerifier.AcceptsAsync(Source($"\"{origin}\""));

    private static string Source(string origins) =>
        $$"""
        [WebSocketEndpoint("/chat", Origins = [{{origins}}])]
        public sealed class Chat
        {
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """;
}
