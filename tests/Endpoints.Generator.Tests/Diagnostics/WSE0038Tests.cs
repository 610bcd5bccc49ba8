using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Streams of replies that cannot be cancelled.</summary>
public sealed class WSE0038Tests
{
    private const string Id = DiagnosticIds.StreamNotCancellable;

    [Theory]
    [InlineData("[OnText] public async IAsyncEnumerable<string> [|M|](string text) { while (true) { await Task.Yield(); yield return text; } }")]
    [InlineData("[OnOpen] public async IAsyncEnumerable<string> [|M|]() { for (var i = 0; i < 9; i++) { await Task.Yield(); yield return string.Empty; } }")]
    public Task Reports_it(string handler) => AnalyzerVerifier.ReportsAsync(Id, HandlerSourceText.Of(handler), "andler 'M'");

    [Theory]
    [InlineData("[OnText] public async IAsyncEnumerable<string> M(string text, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct) { await Task.Yield(); yield return text; }")]
    [InlineData("[OnText] public async IAsyncEnumerable<string> M(IAsyncEnumerable<string> texts) { await foreach (var text in texts) yield return text; }")]
    [InlineData("[OnText] public void M(string text) { } public async IAsyncEnumerable<int> Helper() { await Task.Yield(); yield return 1; }")]
    [InlineData("[OnText] public async IAsyncEnumerable<string> M(string text) { await Task.Yield(); yield return text; yield return text; }")]
    public Task Accepts_it(string handler) => AnalyzerVerifier.AcceptsAsync(HandlerSourceText.Of(handler));
}
