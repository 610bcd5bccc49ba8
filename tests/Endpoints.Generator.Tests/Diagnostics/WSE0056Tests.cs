using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Broadcasts that wait for each peer in turn.</summary>
public sealed class WSE0056Tests
{
    private const string Id = DiagnosticIds.SequentialBroadcast;

    private const string Fields = "private static readonly List<WebSocketSession> All = []; private static readonly Dictionary<string, WebSocketSession> ByName = []; ";

    [Theory]
    [InlineData("[OnText] public async Task M(string text) { foreach (var s in All) { [|await s.SendTextAsync(text)|]; } }")]
    [InlineData("[OnText] public async Task M(string text) { foreach (var s in All) [|await s.SendTextAsync(text).ConfigureAwait(false)|]; }")]
    [InlineData("[OnBinary] public async Task M(ReadOnlyMemory<byte> data, WebSocketSession me) { foreach (var s in ByName.Values) { if (s != me) { [|await s.SendBinaryAsync(data)|]; } } }")]
    [InlineData("[OnText] public async Task M(string text) { foreach (var entry in ByName) { [|await entry.Value.SendTextAsync(text)|]; } }")]
    [InlineData("[OnText] public async Task M(string text) { foreach (var (name, s) in ByName) { if (name == text) continue; [|await s.SendTextAsync(text)|]; } }")]
    [InlineData("[OnText] public async Task M(string text) { foreach (var s in All) { try { [|await s.SendTextAsync(text)|]; } catch (WebSocketClosedException) { } } }")]
    [InlineData("[OnText] public async Task M(string text) { foreach (var s in All) { [|await s.SendAsync(WebSocketMessage.Text(text))|]; } }")]
    public Task Reports_it(string handler) => AnalyzerVerifier.ReportsAsync(Id, HandlerSourceText.Of(Fields + handler), "andler 'M'", "use 'TrySend");

    [Theory]
    [InlineData("[OnText] public void M(string text) { foreach (var s in All) { s.TrySendText(default); } }")]
    [InlineData("[OnText] public async Task M(string text, WebSocketSession me) { foreach (var word in text.Split(' ')) { await me.SendTextAsync(word); } }")]
    [InlineData("[OnText] public async Task M(string text) { foreach (var s in All) { if (s.Id == text) { await s.SendTextAsync(text); break; } } }")]
    [InlineData("[OnText] public async Task M(string text) { foreach (var s in All) { if (s.Id == text) { await s.SendTextAsync(text); return; } } }")]
    [InlineData("[OnText] public async Task M(string text) { List<Task> sends = []; foreach (var s in All) { sends.Add(s.SendTextAsync(text).AsTask()); } await Task.WhenAll(sends); }")]
    [InlineData("[OnText] public async Task M(string text) { foreach (var s in All) { await s.CloseAsync(); } }")]
    [InlineData("[OnText] public void M(string text) { } public async Task Helper(string text) { foreach (var s in All) { await s.SendTextAsync(text); } }")]
    public Task Accepts_it(string handler) => AnalyzerVerifier.AcceptsAsync(HandlerSourceText.Of(Fields + handler));
}
