using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Attributes where nothing reads them.</summary>
public sealed class WSE0055Tests
{
    private const string Id = DiagnosticIds.AttributeWithoutEffect;

    [Theory]
    [InlineData("private void Store() { }", "'Store' has no effect, because it is no handler")]
    [InlineData("public static void Store() { }", "'Store'")]
    public Task Reports_Blocking_on_a_method_that_is_no_handler(string method, string message) => AnalyzerVerifier.ReportsAsync(
        Id, $$"""[WebSocketEndpoint("/")] public sealed class Chat { [OnText] public void Text() { } [[|Blocking|]] {{method}} }""", message);

    [Fact]
    public Task Reports_a_partial_method_once() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        [WebSocketEndpoint("/")] public sealed partial class Chat { [OnText] public void Text() { } [[|Blocking|]] public partial void Store(); }
        partial class Chat { public partial void Store() { } }
        """);

    [Theory]
    [InlineData("[[|Blocking|]] public abstract class Base;", "[Blocking] on 'Base'")]
    [InlineData("[[|Blocking|]] public class Base;", "no endpoint")]
    [InlineData("[[|UseCodec(typeof(int))|], [|UseCodec(typeof(string))|]] public class Base;", "[UseCodec] on 'Base'")]
    public Task Reports_a_class_that_is_no_endpoint(string source, string message) => AnalyzerVerifier.ReportsAsync(
        Id, source + " [WebSocketEndpoint(\"/\")] public sealed class Chat : Base { [OnText] public void Text() { } }", message);

    [Theory]
    [InlineData("[[|RateLimit(Messages = 1)|]] public class Base;", "[RateLimit] on 'Base'")]
    [InlineData("[[|RateLimit|]] public class Base;", "no server serves the class")]
    [InlineData("[WebSocketClientEndpoint, [|RateLimit(Messages = 1)|]] public sealed partial class Base { [OnText] public void Text() { } }", "'Base'")]
    public Task Reports_a_rate_limit_where_no_server_serves(string source, string message) => AnalyzerVerifier.ReportsAsync(Id, source, message);

    [Fact]
    public Task Accepts_endpoints_and_handlers() => AnalyzerVerifier.AcceptsAsync(
        """
        [WebSocketEndpoint("/a"), Blocking] public sealed class A { [OnText] public void Text() { } }
        [WebSocketEndpoint("/b")] public sealed class B { [OnText, Blocking] public void Text() { } }
        """);

    [Fact]
    public Task Accepts_handlers_of_an_abstract_class_which_may_be_a_base() => AnalyzerVerifier.AcceptsAsync(
        "public abstract class Base { [OnText, Blocking] public virtual void Text() { } }");

    [Fact]
    public Task Accepts_another_attribute_of_that_name() => AnalyzerVerifier.AcceptsAsync(
        "namespace Other { public sealed class BlockingAttribute : Attribute; [Blocking] public class Any { [Blocking] public void M() { } } }");
}
