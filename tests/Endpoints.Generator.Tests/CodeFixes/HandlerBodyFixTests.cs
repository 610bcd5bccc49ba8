using Endpoints.CodeFixes;
using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Endpoints.Generator.Tests.CodeFixes;

/// <summary>Fixes of WSE0037, WSE0038 and WSE0050.</summary>
public sealed class HandlerBodyFixTests
{
    [Theory]
    [InlineData("[OnText] public void Text(string text) { Thread.Sleep(1); Thread.Sleep(2); }",
        "[OnText, Blocking] public void Text(string text) { Thread.Sleep(1); Thread.Sleep(2); }")]
    [InlineData(
        "[Endpoints.OnText] public void Text(string text) { Thread.Sleep(1); Thread.Sleep(2); }",
        "[Endpoints.OnText, Endpoints.Blocking] public void Text(string text) { Thread.Sleep(1); Thread.Sleep(2); }")]
    public Task Marks_blocking_handlers(string before, string after) =>
        CodeFixVerifier.FixesAllAsync(new AddBlockingFix(), [Source(before)], [Source(after)], FixAllScope.Document);

    [Fact]
    public Task Awaits_sends() => CodeFixVerifier.FixesAllAsync(
        new AwaitSendFix(),
        [Source("[OnText] public async Task Text(string text, WebSocketSession session) { session.SendTextAsync(text); await Task.Yield(); session.CloseAsync(); }")],
        [Source("[OnText] public async Task Text(string text, WebSocketSession session) { await session.SendTextAsync(text); await Task.Yield(); await session.CloseAsync(); }")],
        FixAllScope.Document);

    [Theory]
    [InlineData("", "")]
    [InlineData("string text", "string text, ")]
    public Task Adds_the_parameter(string before, string after) => CodeFixVerifier.FixesAsync(
        new AddCancellationFix(),
        Source($"[OnText] public async IAsyncEnumerable<string> Text({before}) {{ while (true) {{ await Task.Yield(); yield return string.Empty; }} }}"),
        Source($"[OnText] public async IAsyncEnumerable<string> Text({after}[System.Runtime.CompilerServices.EnumeratorCancellation] System.Threading.CancellationToken cancellationToken) {{ while (true) {{ await Task.Yield(); yield return string.Empty; }} }}"));

    private static string Source(string handler) => "[WebSocketEndpoint(\"/\")] public sealed class E { " + handler + " }";
}
