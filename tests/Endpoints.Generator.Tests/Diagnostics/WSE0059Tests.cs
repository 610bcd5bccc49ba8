using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Session state on endpoints with an instance for each session.</summary>
public sealed class WSE0059Tests
{
    private const string Id = DiagnosticIds.StateWithoutSingleton;

    [Theory]
    [InlineData("[OnOpen] public void First([|ref Count count|]) { } [OnText] public void Second(ref Count count) { }", "")]
    [InlineData("[OnText] public static void First([|Member member|]) { }", ", Lifetime = EndpointLifetime.Session")]
    public Task Reports_the_first_parameter(string handlers, string arguments) =>
        AnalyzerVerifier.ReportsAsync(Id, StateSource.Of(handlers, arguments), "'First'", "'Chat'", "EndpointLifetime.Singleton");

    [Fact]
    public Task Accepts_a_singleton() => AnalyzerVerifier.AcceptsAsync(StateSource.Of("[OnText] public void M(ref Count count) { }"));
}
