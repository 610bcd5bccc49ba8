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
        AnalyzerVerifier.ReportsAsync(Id, Source(handler), "[Authorize] on 'M'", "nobody can be kept");

    [Theory]
    [InlineData("[[|Authorize|]] public void M() { }")]
    [InlineData("[[|Authorize(\"x\")|], Obsolete] private static void M() { }")]
    public Task Reports_a_method_that_is_no_handler(string method) =>
        AnalyzerVerifier.ReportsAsync(Id, Source(method), "[Authorize] on 'M'", "no handler");

    [Fact]
    public Task Accepts_an_action_of_a_controller_which_checks_it() => AnalyzerVerifier.AcceptsAsync(
        """
        using Microsoft.AspNetCore.Authorization;
        [WebSocketEndpoint("/")] public sealed class E : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            [OnText] public void Text() { }
            [Authorize] public string Get() => "";
        }
        """);

    [Fact]
    public Task Reports_an_attribute_out_of_reach() => AnalyzerVerifier.ReportsAsync(
        Id, Source("[OnBinary, [|Own|]] public void M() { } private sealed class OwnAttribute : AuthorizeAttribute;"), "[Own]", "cannot reach");

    [Theory]
    [InlineData("[[|Own|]]", "file sealed class OwnAttribute : AuthorizeAttribute;")]
    [InlineData("[[|E.Own|]]", "", "private sealed class OwnAttribute : AuthorizeAttribute;")]
    [InlineData("[[|Own(typeof(E.Hidden))|]]", "public sealed class OwnAttribute(Type type) : AuthorizeAttribute(type.Name);", "private sealed class Hidden;")]
    public Task Reports_an_attribute_of_the_class_that_would_be_lost(string attribute, string outer, string inner = "") => AnalyzerVerifier.ReportsAsync(
        Id,
        $$"""
        using Microsoft.AspNetCore.Authorization;
        {{attribute}}
        [WebSocketEndpoint("/")] public sealed partial class E { [OnText] public void Text() { } {{inner}} }
        {{outer}}
        """,
        "on 'E' cannot be checked",
        "cannot reach");

    [Theory]
    [InlineData("Own(typeof(Hidden))")]
    [InlineData("Own(typeof(List<Hidden[]>))")]
    [InlineData("Own(null, Options = new[] { typeof(Hidden) })")]
    [InlineData("Own(null, Value = Kind.A)")]
    public Task Reports_an_attribute_with_an_argument_out_of_reach(string attribute) => AnalyzerVerifier.ReportsAsync(
        Id,
        $$"""
        using Microsoft.AspNetCore.Authorization;
        public sealed class OwnAttribute(Type? type) : AuthorizeAttribute(type?.Name ?? "")
        {
            public Type[]? Options { get; set; }
            public object? Value { get; set; }
        }

        [WebSocketEndpoint("/")] public sealed class E
        {
            [OnText, [|{{attribute}}|]] public void Text() { }
            private sealed class Hidden;
            private enum Kind { A }
        }
        """,
        "on 'Text' cannot be checked");

    [Fact]
    public Task Reports_an_attribute_of_a_base_that_would_be_lost() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        using Microsoft.AspNetCore.Authorization;
        file sealed class OwnAttribute : AuthorizeAttribute;
        [[|Own|]] public abstract class Guarded;
        [WebSocketEndpoint("/")] public sealed class E : Guarded { [OnText] public void Text() { } }
        """);

    [Fact]
    public Task Reports_an_interceptor_that_would_be_lost() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        [[|HandshakeInterceptor<E.Hidden>|]]
        [WebSocketEndpoint("/")] public sealed class E
        {
            [OnText] public void Text() { }
            private sealed class Hidden : IWebSocketHandshakeInterceptor;
        }
        """,
        "[HandshakeInterceptor] on 'E' cannot be checked",
        "cannot reach");

    [Fact]
    public Task Accepts_other_attributes_out_of_reach() => AnalyzerVerifier.AcceptsAsync(
        """
        file sealed class OwnAttribute : Attribute;
        [Own] [WebSocketEndpoint("/")] public sealed class E { [OnText] public void Text() { } }
        """);

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
