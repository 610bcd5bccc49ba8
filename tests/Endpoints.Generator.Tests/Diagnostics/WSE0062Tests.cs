using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Endpoints that were forgotten.</summary>
public sealed class WSE0062Tests
{
    private const string Id = DiagnosticIds.NothingAboutAuthorization;

    private const string Both =
        """
        using Microsoft.AspNetCore.Authorization;
        [Authorize, WebSocketEndpoint("/a")] public sealed class A { [OnText] public void Text() { } }
        [AllowAnonymous, WebSocketEndpoint("/b")] public sealed class B { [OnText] public void Text() { } }

        """;

    [Fact]
    public Task Reports_the_one_that_says_nothing() => AnalyzerVerifier.ReportsAsync(
        Id, Both + "[WebSocketEndpoint(\"/c\")] public sealed class [|C|] { [OnText] public void Text() { } }", "'C' has neither");

    [Theory]
    [InlineData("[Authorize] public abstract class Base; [WebSocketEndpoint(\"/c\")] public sealed class C : Base { [OnText] public void Text() { } }")]
    [InlineData("[WebSocketEndpoint(\"/c\")] public sealed class C { [Authorize, OnText] public void Text() { } }")]
    [InlineData("[WebSocketEndpoint(\"/c\")] public sealed class C { [OnText] public void Text() { } } public static class App { public static void RequireAuthorization() { } }")]
    [InlineData("[WebSocketEndpoint(\"/c\")] public sealed class C { [OnText] public void Text() { } } public static class App { public static void Set(AuthorizationOptions o) => o.FallbackPolicy = null; }")]
    public Task Accepts_what_is_marked_or_required_otherwise(string endpoint) => AnalyzerVerifier.AcceptsAsync(Both + endpoint);

    [Theory]
    [InlineData("[Authorize]")]
    [InlineData("[AllowAnonymous]")]
    public Task Accepts_a_project_that_marks_one_kind_only(string mark) => AnalyzerVerifier.AcceptsAsync(
        $$"""
        using Microsoft.AspNetCore.Authorization;
        {{mark}} [WebSocketEndpoint("/a")] public sealed class A { [OnText] public void Text() { } }
        [WebSocketEndpoint("/b")] public sealed class B { [OnText] public void Text() { } }
        """);
}
