using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Handlers with different states.</summary>
public sealed class WSE0058Tests
{
    private const string Id = DiagnosticIds.SeveralStates;

    [Theory]
    [InlineData("[OnOpen] public void First(ref Count count) { } [OnText] public void Second([|ref Name name|]) { }")]
    [InlineData("[OnOpen] public void First(Member member) { } [OnText] public void Second([|ref Name name|]) { } [OnClose] public void Third(Member member) { }")]
    [InlineData("[OnText] public void First(ref Count count, [|Member member|]) { }")]
    public Task Reports_the_second(string handlers) =>
        AnalyzerVerifier.ReportsAsync(Id, StateSource.Of(handlers), "but 'First' takes");

    [Theory]
    [InlineData("[OnOpen] public void First(ref Count count) { } [OnText] public string Second(ref readonly Count count) => \"\"; [OnClose] public void Third() { }")]
    [InlineData("[OnOpen] public async Task First(Member member) => await Task.Yield(); [OnText] public void Second(Member member) { }")]
    public Task Accepts_one_state(string handlers) => AnalyzerVerifier.AcceptsAsync(StateSource.Of(handlers));
}
