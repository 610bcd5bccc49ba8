using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Replies where nothing can be sent.</summary>
public sealed class WSE0034Tests
{
    private const string Id = DiagnosticIds.UnsendableReply;

    [Theory]
    [InlineData("OnClose", "string", "\"\"")]
    [InlineData("OnPing", "byte[]", "[]")]
    [InlineData("OnPong", "Task<string>", "Task.FromResult(\"\")")]
    [InlineData("OnClose", "ValueTask<Said>", "default")]
    public Task Reports_the_type(string attribute, string type, string value) => AnalyzerVerifier.ReportsAsync(
        Id,
        HandlerSourceText.Of($"[{attribute}] public [|{type}|] M() => {value};"),
        $"[{attribute}] handler 'M' cannot reply with '{type}'");

    [Theory]
    [InlineData("[OnClose] public void M() { }")]
    [InlineData("[OnPing] public Task M() => Task.CompletedTask;")]
    [InlineData("[OnPong] public async ValueTask M() => await Task.Yield();")]
    [InlineData("[OnOpen] public string M() => \"welcome\";")]
    public Task Accepts_no_reply_there_and_replies_elsewhere(string handler) =>
        AnalyzerVerifier.AcceptsAsync(HandlerSourceText.Of(handler));
}
