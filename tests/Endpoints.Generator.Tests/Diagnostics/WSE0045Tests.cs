using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Payloads without a shape.</summary>
public sealed class WSE0045Tests
{
    private const string Id = DiagnosticIds.UntypedPayload;

    [Theory]
    [InlineData("JsonElement")]
    [InlineData("JsonDocument")]
    [InlineData("System.Text.Json.Nodes.JsonNode")]
    [InlineData("System.Text.Json.Nodes.JsonObject")]
    public Task Reports_the_parameter(string type) => AnalyzerVerifier.ReportsAsync(
        Id,
        ContractSource.Of($"[OnMessage] public void One([|{type} message|]) {{ }}", listed: [type]),
        $"Parameter 'message' of handler 'One' is '{type.Split('.')[^1]}'");

    [Theory]
    [InlineData("[OnMessage] public void One(Dictionary<string, int> message) { }")]
    [InlineData("[OnMessage] public JsonElement One(int message) => default;")]
    [InlineData("[OnMessage] public void One(ReadOnlySpan<byte> message) { }")]
    public Task Accepts_shapes_raw_payloads_and_replies(string handler) =>
        AnalyzerVerifier.AcceptsAsync(ContractSource.Of(handler, listed: ["Dictionary<string, int>", "JsonElement"]));
}
