using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Payload types that no context lists.</summary>
public sealed class WSE0040Tests
{
    private const string Id = DiagnosticIds.PayloadNotSerializable;

    [Theory]
    [InlineData("[OnMessage] public void M([|Other payload|]) { }", "'Other' cannot be read as JSON")]
    [InlineData("[OnMessage] public [|Other|] M(Say payload) => new();", "'Other' cannot be written as JSON")]
    [InlineData("[OnText] public [|Task<Other>|] M(string text) => Task.FromResult(new Other());", "'Other' cannot be written as JSON")]
    [InlineData("[OnText] public [|IAsyncEnumerable<Other>|] M(string text) => throw new NotSupportedException();", "'Other' cannot be written as JSON")]
    public Task Reports_the_parameter_or_the_result(string handler, string message) => AnalyzerVerifier.ReportsAsync(
        Id, Source("", handler), message, "add [JsonSerializable(typeof(Other))]");

    [Fact]
    public Task Reports_a_polymorphic_base_that_no_context_lists() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        using System.Text.Json.Serialization;

        [JsonDerivedType(typeof(Derived), "derived")]
        public abstract record Base;

        public sealed record Derived : Base;

        [WebSocketEndpoint("/chat")]
        public sealed class Chat
        {
            [OnMessage] public void M([|Base payload|]) { }
        }
        """,
        "add [JsonSerializable(typeof(Base))]");

    [Fact]
    public Task Reports_a_type_that_only_another_context_lists() => AnalyzerVerifier.ReportsAsync(
        Id, Source(", JsonContext = typeof(OtherJson)", "[OnMessage] public void M([|Say payload|]) { }"), "to 'OtherJson'");

    [Theory]
    [InlineData("", "[OnMessage] public void M(Say payload) { }")]
    [InlineData("", "[OnMessage] public ValueTask<Said> M(Say payload) => default;")]
    [InlineData(", JsonContext = typeof(ChatJson)", "[OnMessage] public ValueTask<Said> M(Say payload) => default;")]
    [InlineData("", "[OnMessage] public void M(Say? payload, Other service) { }")]
    [InlineData("", "[OnMessage] public string M(byte[] payload) => \"\";")]
    public Task Accepts_types_that_are_listed(string argument, string handler) => AnalyzerVerifier.AcceptsAsync(Source(argument, handler));

    private static string Source(string argument, string handler) =>
        $$"""
        using System.Text.Json.Serialization;

        [WebSocketEndpoint("/chat"{{argument}})]
        public sealed class Chat
        {
            {{handler}}
        }

        public sealed record Say(string Text);

        public sealed record Said(string Text);

        public sealed class Other;

        [JsonSerializable(typeof(Say))]
        [JsonSerializable(typeof(Said))]
        internal sealed partial class ChatJson : JsonSerializerContext;

        [JsonSerializable(typeof(int))]
        internal sealed partial class OtherJson : JsonSerializerContext;
        """;
}
