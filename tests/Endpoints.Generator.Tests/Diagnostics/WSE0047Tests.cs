using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Blank discriminators.</summary>
public sealed class WSE0047Tests
{
    private const string Types = "[Message(\"say\")] public sealed record Say(string Text);";

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\" \\t\"")]
    public Task Reports_the_argument(string discriminator) => AnalyzerVerifier.ReportsAsync(
        DiagnosticIds.EmptyDiscriminator,
        ContractSource.Of("[OnMessage] public void One(Say m) { }", Types, ["Say"], arguments: $", Discriminator = [|{discriminator}|]"),
        "The discriminator of 'Chat' is blank");

    [Theory]
    [InlineData("")]
    [InlineData(", Discriminator = \"k\"")]
    [InlineData(", Discriminator = \" k \"")]
    public Task Accepts_a_name(string arguments) => AnalyzerVerifier.AcceptsAsync(
        ContractSource.Of("[OnMessage] public void One(Say m) { }", Types, ["Say"], arguments: arguments));
}
