using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Handler attribute outside an endpoint.</summary>
public sealed class WSE0005Tests
{
    private const string Id = DiagnosticIds.HandlerOutsideEndpoint;

    [Theory]
    [InlineData("class")]
    [InlineData("static class")]
    [InlineData("struct")]
    [InlineData("interface")]
    [InlineData("record")]
    public Task Reports_a_handler_attribute_in_a_type_that_is_no_endpoint(string kind) => AnalyzerVerifier.ReportsAsync(
        Id,
        $$"""
        public {{kind}} Chat
        {
            [[|OnText|]] public static void Text(ReadOnlySpan<byte> utf8) { }
        }
        """,
        "[OnText] on 'Text'",
        "'Chat' is not an endpoint");

    [Fact]
    public Task Reports_every_handler_attribute_of_the_class() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        public sealed class Chat
        {
            [[|OnOpen|]] public void Open() { }
            [[|OnClose|], [|OnError|]] public void Close() { }
            [Obsolete] public void Other() { }
        }
        """);

    [Fact]
    public Task Reports_a_handler_in_a_class_nested_in_an_endpoint() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        [WebSocketEndpoint("/chat")]
        public sealed class Chat
        {
            [OnOpen] public void Open() { }
            public sealed class Inner
            {
                [[|OnText|]] public void Text() { }
            }
        }
        """);

    [Fact]
    public Task Reports_a_partial_method_once() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        public sealed partial class Chat
        {
            [[|OnText|]] public partial void Text();
            public partial void Text() { }
        }
        """);

    [Fact]
    public Task Accepts_handlers_of_an_endpoint() => AnalyzerVerifier.AcceptsAsync(
        """
        [WebSocketEndpoint("/chat")]
        public sealed class Chat
        {
            [OnOpen] public void Open() { }
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """);

    [Fact]
    public Task Accepts_handler_attributes_on_an_abstract_class_which_may_be_a_base() => AnalyzerVerifier.AcceptsAsync(
        """
        public abstract class ChatBase
        {
            [OnOpen] public void Open() { }
        }
        """);

    [Fact]
    public Task Accepts_another_attribute_of_the_same_name() => AnalyzerVerifier.AcceptsAsync(
        """
        namespace Other
        {
            public sealed class OnTextAttribute : Attribute;
            public sealed class Chat
            {
                [OnText] public void Text() { }
            }
        }
        """);
}
