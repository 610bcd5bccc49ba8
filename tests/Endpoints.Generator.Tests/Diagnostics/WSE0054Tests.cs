using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Handlers that wait for the end of their own session.</summary>
public sealed class WSE0054Tests
{
    private const string Id = DiagnosticIds.OwnEndAwaited;

    [Theory]
    [InlineData("[OnOpen] public async Task M(WebSocketSession session) { await [|session.Completion|]; }")]
    [InlineData("[OnText] public async Task M(string text, WebSocketSession session) { await [|session.Completion|].ConfigureAwait(false); }")]
    [InlineData("[OnOpen] public Task M(WebSocketSession session) => [|session.Completion|];")]
    [InlineData("[OnOpen] public Task M(WebSocketSession session) { return [|session.Completion|]; }")]
    [InlineData("[OnOpen, Blocking] public void M(WebSocketSession session) { [|session.Completion|].Wait(); }")]
    [InlineData("[OnOpen, Blocking] public void M(WebSocketSession session) { _ = [|session.Completion|].Result; }")]
    [InlineData("[OnOpen, Blocking] public void M(WebSocketSession session) { [|session.Completion|].GetAwaiter().GetResult(); }")]
    [InlineData("[OnText] public void T(string text) { } [OnClose] public async ValueTask M(WebSocketSession session) { var status = await [|session.Completion|]; }")]
    public Task Reports_it(string handler) => AnalyzerVerifier.ReportsAsync(Id, HandlerSourceText.Of(handler), "andler 'M'");

    [Theory]
    [InlineData("[OnText] public async Task M(string text, WebSocketSession session) { await session.CloseAsync(); }")]
    [InlineData("[OnOpen] public async Task M(WebSocketSession session, CancellationToken ct) { await session.Completion.WaitAsync(ct); }")]
    [InlineData("[OnOpen] public async Task M(WebSocketSession session) { await Task.WhenAny(session.Completion, Task.Delay(1)); }")]
    [InlineData("[OnOpen] public void M(WebSocketSession session) { _ = session.Completion.ContinueWith(_ => { }); }")]
    [InlineData("[OnOpen] public void M(WebSocketSession session) { _ = Task.Run(async () => await session.Completion); }")]
    [InlineData("[OnOpen] public void M(WebSocketSession session) { _ = Watch(session); } private static async Task Watch(WebSocketSession session) => await session.Completion;")]
    [InlineData("private WebSocketSession? _other; [OnText] public async Task M(string text, WebSocketSession session) { if (_other is not null) { await _other.Completion; } _other = session; }")]
    public Task Accepts_it(string handler) => AnalyzerVerifier.AcceptsAsync(HandlerSourceText.Of(handler));
}
