using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Conditions that name nothing.</summary>
public sealed class WSE0026Tests
{
    private const string Id = DiagnosticIds.EmptyCondition;

    [Theory]
    [InlineData("[|EndpointCondition|]", "names no environment")]
    [InlineData("[|EndpointCondition(Condition = null)|]", "names no environment")]
    [InlineData("EndpointCondition(Environments = [|[]|])", "has no name")]
    [InlineData("EndpointCondition(Environments = [|null!|], Feature = \"A\")", "has no name")]
    [InlineData("EndpointCondition(Environments = [|[\"Development\", \" \"]|])", "\"Development\"")]
    [InlineData("EndpointCondition(Feature = [|\"\"|])", "\"FeatureManagement:NewChat\"")]
    [InlineData("EndpointCondition(Feature = [|\"A::B\"|])", "Feature")]
    [InlineData("EndpointCondition(Feature = [|null|], Environments = [\"Production\"])", "Feature")]
    public Task Reports_what_is_empty(string attribute, string part) => AnalyzerVerifier.ReportsAsync(Id, Source(attribute), part);

    [Theory]
    [InlineData("EndpointCondition(Feature = \"A:B\")")]
    [InlineData("EndpointCondition(Environments = [\"Production\"])")]
    [InlineData("EndpointCondition(Environments = new[] { \"A\", \"B\" }, Feature = \"A\")")]
    public Task Accepts_names(string attribute) => AnalyzerVerifier.AcceptsAsync(Source(attribute));

    private static string Source(string attribute) =>
        $$"""
        [WebSocketEndpoint("/chat")]
        [{{attribute}}]
        public sealed class Chat { [OnText] public void Text() { } }
        """;
}
