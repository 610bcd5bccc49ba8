using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Authorization that would not be checked.</summary>
public sealed class WSE0067Tests
{
    private const string Id = DiagnosticIds.AuthorizationNotChecked;

    [Theory]
    [InlineData("[OnClose, [|Authorize|]] public void M() { }")]
    [InlineData("[OnError, [|Authorize(\"x\")|]] public void M(Exception e) { }")]
    [InlineData("[OnPing, [|Authorize(Roles = \"x\")|]] public void M() { }")]
    [InlineData("[OnPong] [[|Authorize|]] public void M() { }")]
    public Task Reports_a_handler_that_nobody_can_be_kept_from(string handler) =>
        AnalyzerVerifier.ReportsAsync(Id, Source(handler), "[Authorize] on handler 'M'", "nobody can be kept");

    [Fact]
    public Task Reports_an_attribute_out_of_reach() => AnalyzerVerifier.ReportsAsync(
        Id, Source("[OnBinary, [|Own|]] public void M() { } private sealed class OwnAttribute : AuthorizeAttribute;"), "[Own]", "cannot reach");

    [Theory]
    [InlineData("[OnBinary, Authorize] public void M() { }")]
    [InlineData("[OnOpen, Authorize(\"x\")] public void M() { }")]
    [InlineData("[OnClose, AllowAnonymous] public void M() { }")]
    public Task Accepts_handlers_that_can_be_guarded(string handler) => AnalyzerVerifier.AcceptsAsync(Source(handler));

    private static string Source(string handler) =>
        $$"""
        using Microsoft.AspNetCore.Authorization;
        [WebSocketEndpoint("/")] public sealed class E { [OnText] public void Text() { } {{handler}} }
        """;
}
