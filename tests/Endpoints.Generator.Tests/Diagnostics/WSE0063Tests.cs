using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>[Authorize] that [AllowAnonymous] lifts.</summary>
public sealed class WSE0063Tests
{
    private const string Id = DiagnosticIds.AuthorizationLifted;

    [Theory]
    [InlineData("[AllowAnonymous, [|Authorize|]]", "", "", "'E'")]
    [InlineData("[[|Authorize(\"x\")|]]", "[AllowAnonymous]", "", "'E'")]
    [InlineData("", "", "[AllowAnonymous, [|Authorize|]]", "'Text'")]
    public Task Reports_what_is_not_checked(string type, string parent, string handler, string name) =>
        AnalyzerVerifier.ReportsAsync(Id, Source(type, parent, handler), name, "[AllowAnonymous] lifts it");

    [Theory]
    [InlineData("[AllowAnonymous]", "[Authorize]", "")]
    [InlineData("[AllowAnonymous]", "", "[Authorize]")]
    [InlineData("[Authorize]", "", "[AllowAnonymous]")]
    [InlineData("[Authorize]", "", "[Authorize(\"x\")]")]
    public Task Accepts_what_is_checked_or_meant(string type, string parent, string handler) =>
        AnalyzerVerifier.AcceptsAsync(Source(type, parent, handler));

    private static string Source(string type, string parent, string handler) =>
        $$"""
        using Microsoft.AspNetCore.Authorization;
        {{parent}} public abstract class Base;
        {{type}} [WebSocketEndpoint("/")] public sealed class E : Base { {{handler}} [OnText] public void Text() { } }
        """;
}
