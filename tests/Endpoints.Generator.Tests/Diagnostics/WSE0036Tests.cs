using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Spans in asynchronous handlers.</summary>
public sealed class WSE0036Tests
{
    private const string Id = DiagnosticIds.SpanInAsyncHandler;

    [Theory]
    [InlineData("[OnText] public async Task M([|ReadOnlySpan<byte> utf8|]) => await Task.Yield();")]
    [InlineData("[OnBinary] public async ValueTask M([|ReadOnlySpan<byte> payload|], WebSocketSession session) => await Task.Yield();")]
    public Task Reports_the_parameter(string handler) => AnalyzerVerifier.ReportsAsync(
        Id, [HandlerSourceText.Of(handler)], ["use 'ReadOnlyMemory<byte>'"], compilerErrors: ["CS4012"]);

    [Fact]
    public Task Reports_the_parameter_of_an_iterator() => AnalyzerVerifier.ReportsAsync(
        Id,
        [HandlerSourceText.Of("[OnText] public async IAsyncEnumerable<string> M([|ReadOnlySpan<byte> utf8|], CancellationToken ct) { await Task.Yield(); yield return \"\"; }")],
        ["'ReadOnlySpan<byte>'"],
        compilerErrors: ["CS4012"]);

    [Theory]
    [InlineData("[OnText] public async Task M(ReadOnlyMemory<byte> utf8) => await Task.Yield();")]
    [InlineData("[OnText] public void M(ReadOnlySpan<byte> utf8) { }")]
    [InlineData("[OnText] public ValueTask M(ReadOnlySpan<byte> utf8, WebSocketSession session) => session.SendTextAsync(utf8.ToArray());")]
    public Task Accepts_memory_and_spans_that_are_not_awaited_over(string handler) =>
        AnalyzerVerifier.AcceptsAsync(HandlerSourceText.Of(handler));
}
