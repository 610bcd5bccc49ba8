using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Handler attributes of a base class.</summary>
public sealed class WSE0007Tests
{
    private const string Id = DiagnosticIds.InheritedHandlerNotRun;

    [Fact]
    public Task Reports_a_handler_of_an_abstract_base() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        public abstract class ChatBase
        {
            [OnOpen] public void Open() { }
        }

        [WebSocketEndpoint("/chat")]
        public sealed class [|Chat|] : ChatBase
        {
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """,
        "'Open' of base class 'ChatBase'",
        "declare an [OnOpen] handler in 'Chat' that calls it");

    [Fact]
    public Task Reports_a_handler_that_is_overridden_on_the_way_once() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        public abstract class ChatBase
        {
            [OnOpen] public virtual void Open() { }
        }

        public abstract class RoomBase : ChatBase
        {
            [OnOpen] public override void Open() { }
        }

        [WebSocketEndpoint("/chat")]
        public sealed class [|Chat|] : RoomBase
        {
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """,
        "'Open' of base class 'RoomBase'",
        "override it in 'Chat' with [OnOpen]");

    [Fact]
    public Task Reports_a_virtual_handler_that_could_be_overridden() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        public abstract class ChatBase
        {
            [OnOpen] public virtual void Open() { }
        }

        [WebSocketEndpoint("/chat")]
        public sealed class [|Chat|] : ChatBase
        {
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """,
        "override it in 'Chat' with [OnOpen]");

    [Fact]
    public Task Reports_an_override_without_the_attribute_at_the_override() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        public abstract class ChatBase
        {
            [OnOpen] public abstract void Open();
        }

        [WebSocketEndpoint("/chat")]
        public sealed class Chat : ChatBase
        {
            public override void [|Open|]() { }
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """,
        "add [OnOpen] to 'Chat.Open'");

    [Fact]
    public Task Reports_a_handler_that_is_hidden_by_a_plain_method() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        public abstract class ChatBase
        {
            [OnOpen] public void Open() { }
        }

        [WebSocketEndpoint("/chat")]
        public sealed class Chat : ChatBase
        {
            public new void [|Open|]() { }
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """);

    [Fact]
    public Task Reports_a_handler_of_a_base_that_is_an_endpoint_itself() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        [WebSocketEndpoint("/plain")]
        public class Plain
        {
            [OnOpen] public void Open() { }
        }

        [WebSocketEndpoint("/chat")]
        public sealed class [|Chat|] : Plain
        {
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """);

    [Fact]
    public Task Reports_a_handler_of_a_base_in_a_library() => AnalyzerVerifier.ReportsAsync(
        Id,
        [
            """
            [WebSocketEndpoint("/chat")]
            public sealed class [|Chat|] : ChatBase
            {
                [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
            }
            """,
        ],
        ["'Open' of base class 'ChatBase'"],
        libraries: [AnalyzerCompilation.Library("Chat.Base", "public class ChatBase { [OnOpen] public void Open() { } }")]);

    [Fact]
    public Task Accepts_an_override_that_has_the_attribute() => AnalyzerVerifier.AcceptsAsync(
        """
        public abstract class ChatBase
        {
            [OnOpen] public abstract void Open();
        }

        [WebSocketEndpoint("/chat")]
        public sealed class Chat : ChatBase
        {
            [OnOpen] public override void Open() { }
        }
        """);

    [Fact]
    public Task Accepts_a_base_without_handlers() => AnalyzerVerifier.AcceptsAsync(
        """
        public abstract class ChatBase
        {
            protected void Open() { }
        }

        [WebSocketEndpoint("/chat")]
        public sealed class Chat : ChatBase
        {
            [OnOpen] public void Opened() => Open();
        }
        """);
}
