using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>State by reference in asynchronous handlers.</summary>
public sealed class WSE0057Tests
{
    private const string Id = DiagnosticIds.StateInAsyncHandler;

    [Theory]
    [InlineData("[OnText] public async Task M([|ref Count count|]) => await Task.Yield();", "CS1988")]
    [InlineData("[OnOpen] public async IAsyncEnumerable<string> M([|ref Count count|], [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct) { await Task.Yield(); yield return \"\"; }", "CS1623", "CS1988")]
    public Task Reports_the_parameter(string handler, params string[] compilerErrors) =>
        AnalyzerVerifier.ReportsAsync(Id, [StateSource.Of(handler)], ["'ref Count'", "[SessionState]"], compilerErrors);

    [Theory]
    [InlineData("[OnText] public void M(ref Count count) => count.Messages++;")]
    [InlineData("[OnText] public string M(ref readonly Count count) => $\"{count.Messages}\";")]
    [InlineData("[OnText] public ValueTask M(ref Count count, WebSocketSession session) { count.Messages++; return session.SendTextAsync(\"\"); }")]
    [InlineData("[OnText] public async Task M(Member member) { await Task.Yield(); member.Messages++; }")]
    public Task Accepts_what_can_be_kept(string handler) => AnalyzerVerifier.AcceptsAsync(StateSource.Of(handler));
}
