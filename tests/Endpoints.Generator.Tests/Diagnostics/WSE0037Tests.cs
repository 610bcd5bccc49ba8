using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Sends that nobody waits for.</summary>
public sealed class WSE0037Tests
{
    private const string Id = DiagnosticIds.UnawaitedSend;

    [Theory]
    [InlineData("[OnText] public void M(string text, WebSocketSession session) { [|session.SendTextAsync(text)|]; }")]
    [InlineData("[OnOpen] public async Task M(WebSocketSession session) { [|session.CloseAsync()|]; await Task.Yield(); }")]
    public Task Reports_it(string handler) => AnalyzerVerifier.ReportsAsync(Id, HandlerSourceText.Of(handler), "andler 'M'");

    [Theory]
    [InlineData("[OnText] public void M(string text, WebSocketSession session) { _ = session.SendTextAsync(text); }")]
    [InlineData("[OnText] public async Task M(string text, WebSocketSession session) { await session.SendTextAsync(text); }")]
    [InlineData("[OnText] public ValueTask M(string text, WebSocketSession session) => session.SendTextAsync(text);")]
    [InlineData("[OnText] public void M(string text, WebSocketSession session) { session.TrySendText(default); }")]
    [InlineData("[OnText] public void M(string text, WebSocketSession session) { Action a = () => { session.SendTextAsync(text); }; a(); }")]
    [InlineData("[OnText] public void M(string text) { } public void Helper(WebSocketSession session) { session.CloseAsync(); }")]
    public Task Accepts_it(string handler) => AnalyzerVerifier.AcceptsAsync(HandlerSourceText.Of(handler));
}
