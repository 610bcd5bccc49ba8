using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Conditions that guard nothing.</summary>
public sealed class WSE0028Tests
{
    [Fact]
    public Task Reports_a_class_that_is_no_endpoint() => AnalyzerVerifier.ReportsAsync(
        DiagnosticIds.ConditionOutsideEndpoint, "[[|EndpointCondition(Feature = \"A\")|]] public class Base;", "'Base'", "[WebSocketEndpoint]");

    [Fact]
    public Task Accepts_an_endpoint() => AnalyzerVerifier.AcceptsAsync(
        "[EndpointCondition(Feature = \"A\"), WebSocketEndpoint(\"/\")] public sealed class Chat { [OnText] public void Text() { } }");
}
