using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Handlers that block the thread that receives.</summary>
public sealed class WSE0050Tests
{
    private const string Id = DiagnosticIds.BlockingCall;

    [Theory]
    [InlineData("[OnText] public void M(string text) { [|Thread.Sleep(1)|]; }")]
    [InlineData("[OnText] public string M(string text) => [|System.IO.File.ReadAllText(text)|];")]
    [InlineData("[OnText] public void M2(string text) { } [OnBinary] public void M(byte[] b) { [|Task.Delay(1).Wait()|]; }")]
    [InlineData("[OnText] public string M(string text) => [|System.IO.File.ReadAllTextAsync(text).Result|];")]
    [InlineData("[OnText] public string M(string text) => [|System.IO.File.ReadAllTextAsync(text).GetAwaiter().GetResult()|];")]
    public Task Reports_it(string handler) => AnalyzerVerifier.ReportsAsync(Id, HandlerSourceText.Of(handler), "andler 'M'");

    [Theory]
    [InlineData("[OnText, Blocking] public void M(string text) { Thread.Sleep(1); }")]
    [InlineData("[OnText] public void M(System.IO.Stream body) { Thread.Sleep(1); }")]
    [InlineData("[OnText] public string M2(string text) => System.IO.File.Exists(text) ? text : string.Empty;")]
    [InlineData("[OnText] public async Task<string> M(string text) { var t = System.IO.File.ReadAllTextAsync(text); await t; return t.Result; }")]
    [InlineData("[OnText] public string M(string text) => Task.FromResult(text).Result;")]
    [InlineData("[OnText] public async Task M(string text) => await Task.Run(() => Thread.Sleep(1));")]
    [InlineData("[OnText] public void M(string text) { } public void Helper() => Thread.Sleep(1);")]
    public Task Accepts_it(string handler) => AnalyzerVerifier.AcceptsAsync(HandlerSourceText.Of(handler));
}
