using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Contracts of a polymorphic base without a handler.</summary>
public sealed class WSE0043Tests
{
    private const string Id = DiagnosticIds.UnhandledContract;

    private const string Types =
        """
        [JsonDerivedType(typeof(Say), "say"), JsonDerivedType(typeof(Leave), "leave"), JsonDerivedType(typeof(Reply))] public abstract record Command;
        public sealed record Say : Command;
        public sealed record Leave : Command;
        public sealed record Reply : Command;
        """;

    [Fact]
    public Task Reports_the_class() => AnalyzerVerifier.ReportsAsync(
        Id,
        ContractSource.Of("[OnMessage] public void One(Say m) { }", Types, ["Command"], name: "[|Chat|]"),
        "'Chat' handles contracts of 'Command' but not 'Leave'");

    [Fact]
    public Task Reports_once_what_several_sub_protocols_lack() => AnalyzerVerifier.ReportsAsync(
        Id,
        ContractSource.Of(
            "[OnMessage] public void One(Say m) { } [OnMessage(Protocol = \"a\")] public void Two(Say m) { }",
            Types,
            ["Command"],
            ", Protocols = [\"a\"]",
            name: "[|Chat|]"),
        "but not 'Leave'");

    [Theory]
    [InlineData("[OnMessage] public void One(Say m) { } [OnMessage] public void Two(Leave m) { }")]
    [InlineData("[OnMessage] public void One(Say m) { } [OnMessage] public void Two(Command m) { }")]
    [InlineData("[OnMessage] public void One(Say m) { } [OnText] public void Two(string text) { }")]
    [InlineData("[OnMessage] public void One(Say m) { } [OnMessage] public void Two(ReadOnlySpan<byte> payload) { }")]
    [InlineData("[OnMessage] public void One(Command m) { }")]
    public Task Accepts_a_handler_for_each_or_for_the_rest(string handlers) =>
        AnalyzerVerifier.AcceptsAsync(ContractSource.Of(handlers, Types, ["Command"]));
}
