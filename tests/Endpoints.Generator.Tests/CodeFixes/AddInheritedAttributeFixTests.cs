using Endpoints.CodeFixes;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.CodeFixes;

public sealed class AddInheritedAttributeFixTests
{
    [Fact]
    public Task Adds_the_attribute_with_its_arguments_to_all_overrides() => CodeFixVerifier.FixesAllAsync(
        new AddInheritedAttributeFix(),
        Source(
            """
                public override void Open() { }

                /// <summary>Text.</summary>
                public override void Text(string text) { }
            """),
        Source(
            """
                [OnOpen]
                public override void Open() { }

                /// <summary>Text.</summary>
                [OnText(Protocol = "chat.v1")]
                public override void Text(string text) { }
            """));

    [Fact]
    public Task Adds_several_attributes_to_a_method_that_hides_the_handler() => CodeFixVerifier.FixesAsync(
        new AddInheritedAttributeFix(),
        """
        public abstract class Base { [OnText, OnBinary] public void All(ReadOnlySpan<byte> data) { } }
        [WebSocketEndpoint("/")] public sealed class Chat : Base { public new void All(ReadOnlySpan<byte> data) { } }
        """,
        """
        public abstract class Base { [OnText, OnBinary] public void All(ReadOnlySpan<byte> data) { } }
        [WebSocketEndpoint("/")] public sealed class Chat : Base { [OnText, OnBinary] public new void All(ReadOnlySpan<byte> data) { } }
        """);

    [Fact]
    public Task Leaves_an_endpoint_without_such_a_method_alone() => CodeFixVerifier.IsNotOfferedAsync(
        new AddInheritedAttributeFix(),
        """
        public abstract class Base { [OnOpen] public void Open() { } }
        [WebSocketEndpoint("/")] public sealed class Chat : Base { [OnText] public void Text() { } }
        """);

    private static string Source(string methods) =>
        $$"""
        public abstract class ChatBase
        {
            [OnOpen] public virtual void Open() { }
            [OnText(Protocol = "chat.v1")] public virtual void Text(string text) { }
        }

        [WebSocketEndpoint("/chat", Protocols = ["chat.v1"])]
        public sealed class Chat : ChatBase
        {
        {{methods}}
            [OnBinary] public void Binary(ReadOnlySpan<byte> data) { }
        }
        """;
}
