using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Sub-protocols without a handler.</summary>
public sealed class WSE0024Tests
{
    private const string Id = DiagnosticIds.SubprotocolNotServed;

    [Theory]
    [InlineData("[OnText(Protocol = \"v1\")] public void One() { }")]
    [InlineData("[OnMessage(Protocol = \"v1\")] public void One(int message) { } [OnOpen] public void Two() { }")]
    [InlineData("[OnMessage(Protocol = \"v1\")] public void One(ReadOnlySpan<byte> message) { } [OnPing] public void Two() { }")]
    public Task Reports_the_offer(string handlers) => AnalyzerVerifier.ReportsAsync(
        Id, ContractSource.Of(handlers, arguments: ", Protocols = [\"v1\", [|\"v2\"|]]"), "No handler of 'Chat' takes messages of the sub-protocol \"v2\"");

    [Theory]
    [InlineData("[OnText(Protocol = \"v1\")] public void One() { } [OnBinary] public void Two() { }")]
    [InlineData("[OnText(Protocol = \"v1\")] public void One() { } [OnMessage(Protocol = \"v2\")] public void Two(int message) { }")]
    [InlineData("[OnOpen(Protocol = \"v1\")] public void One() { }")]
    [InlineData("[OnText] public void One() { }")]
    public Task Accepts_one_that_is_served_or_an_endpoint_that_only_sends(string handlers) => AnalyzerVerifier.AcceptsAsync(
        ContractSource.Of(handlers, arguments: ", Protocols = [\"v1\", \"v2\"]"));
}
