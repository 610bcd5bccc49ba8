using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Filters that cannot be used.</summary>
public sealed class WSE0066Tests
{
    private const string Id = DiagnosticIds.FilterNotUsable;

    [Theory]
    [InlineData("public abstract class F : IWebSocketFilter { public ValueTask OnMessageAsync(WebSocketSession s, FilteredMessage m, FilterNext n) => default; }", "abstract")]
    [InlineData("public sealed class F(int x) : IWebSocketFilter { public ValueTask OnMessageAsync(WebSocketSession s, FilteredMessage m, FilterNext n) => new(Task.Delay(x)); }", "'x', a 'int', is no service")]
    [InlineData("public sealed class F(WebSocketHandshake x) : IWebSocketFilter { public ValueTask OnOpenAsync(WebSocketSession s, FilterNext n) { GC.KeepAlive(x); return default; } }", "Lifetime = EndpointLifetime.Session")]
    [InlineData("public sealed class F : IWebSocketFilter { private F() { } public ValueTask OnOpenAsync(WebSocketSession s, FilterNext n) => default; }", "no constructor")]
    [InlineData("public sealed class F : IWebSocketFilter { public required int X { get; init; } public ValueTask OnOpenAsync(WebSocketSession s, FilterNext n) => default; }", "required members")]
    [InlineData("public sealed class F : IWebSocketFilter;", "neither")]
    public Task Reports_the_attribute(string filter, string reason) => AnalyzerVerifier.ReportsAsync(
        Id, filter + " [[|UseFilter<F>|]] [WebSocketEndpoint(\"/\")] public sealed class E { [OnText] public void Text() { } }", "Filter 'F'", reason);

    [Theory]
    [InlineData("OnClose", "filters surround")]
    [InlineData("OnPing", "filters surround")]
    [InlineData("OnOpen", "does not implement OnOpenAsync")]
    public Task Reports_a_filter_of_a_handler_that_it_does_not_surround(string handler, string reason) => AnalyzerVerifier.ReportsAsync(
        Id,
        $$"""
        public sealed class F : IWebSocketFilter { public ValueTask OnMessageAsync(WebSocketSession s, FilteredMessage m, FilterNext n) => n.RunAsync(); }
        [WebSocketEndpoint("/")] public sealed class E { [OnText] public void Text() { } [{{handler}}, [|UseFilter<F>|]] public void M() { } }
        """,
        reason);

    [Fact]
    public Task Reports_a_filter_of_a_method_that_is_no_handler() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        public sealed class F : IWebSocketFilter { public ValueTask OnMessageAsync(WebSocketSession s, FilteredMessage m, FilterNext n) => n.RunAsync(); }
        [WebSocketEndpoint("/")] public sealed class E { [OnText] public void Text() { } [[|UseFilter<F>|]] public void M() { } }
        """,
        "Filter 'F'",
        "'M' is no handler");

    [Fact]
    public Task Reports_a_filter_of_the_assembly() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        [assembly: [|UseFilter<F>|]]
        public sealed class F : IWebSocketFilter;
        [WebSocketEndpoint("/")] public sealed class E { [OnText] public void Text() { } }
        """,
        "neither");

    [Theory]
    [InlineData("[UseFilter<F>]", "")]
    [InlineData("", "[UseFilter<F>]")]
    public Task Reports_a_handler_that_reads_its_message_while_it_arrives(string type, string handler) => AnalyzerVerifier.ReportsAsync(
        Id,
        $$"""
        public sealed class F : IWebSocketFilter { public ValueTask OnMessageAsync(WebSocketSession s, FilteredMessage m, FilterNext n) => n.RunAsync(); }
        {{type}} [WebSocketEndpoint("/")] public sealed class E { [OnBinary] {{handler}} public Task [|M|](System.IO.Stream body) => Task.CompletedTask; }
        """,
        "while it arrives");

    [Theory]
    [InlineData("[UseFilter<F>]", "")]
    [InlineData("[UseFilter<G<int>>(Lifetime = EndpointLifetime.Session, Order = -1)]", "[UseFilter<F>]")]
    [InlineData("", "[UseFilter<F>, UseFilter<F>(Order = 2)]")]
    public Task Accepts_what_can_be_created(string type, string handler) => AnalyzerVerifier.AcceptsAsync(
        $$"""
        public class F : IWebSocketFilter { public virtual ValueTask OnMessageAsync(WebSocketSession s, FilteredMessage m, FilterNext n) => n.RunAsync(); }
        public sealed class G<T>(WebSocketHandshake h, IServiceProvider s, Version? v = null) : F { public string Text => $"{h}{s}{v}{typeof(T)}"; }
        {{type}} [WebSocketEndpoint("/")] public sealed class E { [OnText] {{handler}} public void Text() { } }
        """);
}
