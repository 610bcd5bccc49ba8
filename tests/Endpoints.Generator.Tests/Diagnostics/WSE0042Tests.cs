using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Typed handlers whose messages cannot be told apart.</summary>
public sealed class WSE0042Tests
{
    private const string Id = DiagnosticIds.InvalidDiscriminator;

    private const string Types =
        """
        public sealed record Plain;
        public sealed record Other;
        [Message("say")] public sealed record Say;
        [Message("leave")] public sealed record Leave;
        [Message("say")] public sealed record Shout;
        [Message("")] public sealed record Empty;
        [Message("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaé")] public sealed record Long;
        [Message("\ud800")] public sealed record Half;
        [JsonDerivedType(typeof(Derived), "derived"), JsonDerivedType(typeof(Same), "derived2"), JsonDerivedType(typeof(Silent))] public abstract record Base;
        public sealed record Derived : Base;
        public sealed record Same : Base;
        public sealed record Silent : Base;
        [JsonPolymorphic(TypeDiscriminatorPropertyName = "type"), JsonDerivedType(typeof(Typed), "typed")] public abstract record TypeBase;
        public sealed record Typed : TypeBase;
        """;

    private static readonly string[] Listed = ["Plain", "Other", "Say", "Leave", "Shout", "Empty", "Long", "Half", "Base", "TypeBase"];

    [Theory]
    [InlineData("[OnMessage] public void One([|Plain m|]) { } [OnMessage] public void Two([|Other m|]) { }", "it has no discriminator; add [Message(\"plain\")]")]
    [InlineData("[OnMessage] public void One(Say m) { } [OnMessage] public void Two([|Other m|]) { }", "'Other' of handler 'Two' cannot be told apart from other messages: it has no")]
    [InlineData("[OnMessage] public void One(Say m) { } [OnMessage] public void Two([|Shout m|]) { }", "\"say\" is the discriminator of 'Say', too")]
    [InlineData("[OnMessage] public void One(Say m) { } [OnMessage] public void Two([|Say m|]) { }", "'One' takes it already")]
    [InlineData("[OnMessage] public void One([|Empty m|]) { }", "[Message] is empty")]
    [InlineData("[OnMessage] public void One([|Long m|]) { }", "longer than 128 bytes")]
    [InlineData("[OnMessage] public void One([|Half m|]) { }", "surrogate")]
    [InlineData("[OnMessage] public void One([|Silent m|]) { } [OnMessage] public void Two(Base m) { }", "[JsonDerivedType] of 'Base' gives it no discriminator")]
    [InlineData("[OnMessage] public void One(Say m) { } [OnMessage] public void Two([|Derived m|]) { } [OnText] public void Three() { }", "it is told apart by \"$type\" and 'Say' by \"type\"")]
    [InlineData("[OnMessage] public void One(Say m) { } [OnMessage(Protocol = \"a\")] public void Two(Leave m) { } [OnMessage(Protocol = \"a\")] public void Three([|Leave m|]) { }", "'Two' takes it already")]
    public Task Reports_the_payload(string handlers, string message) => AnalyzerVerifier.ReportsAsync(
        Id, ContractSource.Of(handlers, Types, Listed, ", Protocols = [\"a\"]"), message);

    [Theory]
    [InlineData("[OnMessage] public void One(Plain m) { }")]
    [InlineData("[OnMessage] public void One(Say m) { }")]
    [InlineData("[OnMessage] public void One(Say m) { } [OnMessage] public void Two(Leave m) { } [OnText] public void Rest(string text) { }")]
    [InlineData("[OnMessage] public void One(Say m) { } [OnMessage] public void Two(Typed m) { }")]
    [InlineData("[OnMessage] public void One(Derived m) { } [OnMessage] public void Two(Same m) { }")]
    [InlineData("[OnMessage] public void One(Derived m) { } [OnMessage] public void Two(Base m) { }")]
    [InlineData("[OnMessage] public void One(Say m) { } [OnMessage(Protocol = \"a\")] public void Two(Shout m) { }")]
    [InlineData("[OnMessage] public void One(Say m) { } [OnMessage(Protocol = \"a\")] public void Two(Plain m) { }")]
    [InlineData("[OnMessage] public void One(Say m) { } [OnBinary] public void Two() { } [OnMessage] public void Three(ReadOnlySpan<byte> rest) { }")]
    public Task Accepts_messages_that_differ(string handlers) => AnalyzerVerifier.AcceptsAsync(
        ContractSource.Of(handlers, Types, Listed, ", Protocols = [\"a\"]"));
}
