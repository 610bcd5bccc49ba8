using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Return types that are neither a task nor a reply.</summary>
public sealed class WSE0033Tests
{
    private const string Id = DiagnosticIds.UnsupportedReturnType;

    [Theory]
    [InlineData("public async [|void|] M(string text) { await Task.Yield(); }", "async void")]
    [InlineData("public [|object|] M(string text) => text;", "object")]
    [InlineData("public [|Task<Task>|] M(string text) => Task.FromResult(Task.CompletedTask);", "Task<Task>")]
    [InlineData("public [|Memory<byte>|] M(string text) => default;", "Memory<byte>")]
    [InlineData("public [|ReadOnlySpan<char>|] M(string text) => text;", "ReadOnlySpan<char>")]
    [InlineData("public [|Action|] M(string text) => () => { };", "Action")]
    [InlineData("public [|dynamic|] M(string text) => text;", "dynamic")]
    [InlineData("public [|void|] M(IAsyncEnumerable<string> messages) { }", "void")]
    [InlineData("public [|string|] M(IAsyncEnumerable<string> messages) => \"\";", "string")]
    public Task Reports_the_type(string method, string type) =>
        AnalyzerVerifier.ReportsAsync(Id, HandlerSourceText.Of("[OnText] " + method), $"Handler 'M' cannot return '{type}'", "return");

    [Theory]
    [InlineData("void M(string text) { }")]
    [InlineData("Task M(string text) => Task.CompletedTask;")]
    [InlineData("ValueTask M(string text) => default;")]
    [InlineData("string M(string text) => text;")]
    [InlineData("Task<string?> M(string text) => Task.FromResult<string?>(null);")]
    [InlineData("byte[] M(string text) => [];")]
    [InlineData("ReadOnlySpan<byte> M(string text) => \"a\"u8;")]
    [InlineData("ValueTask<ReadOnlyMemory<byte>> M(string text) => default;")]
    [InlineData("Said M(string text) => new(text);")]
    [InlineData("IAsyncEnumerable<Said> M(string text) => throw new NotSupportedException();")]
    [InlineData("ValueTask<string> M(IAsyncEnumerable<string> messages, CancellationToken ct) => new(\"\");")]
    public Task Accepts_tasks_and_replies(string method) =>
        AnalyzerVerifier.AcceptsAsync(HandlerSourceText.Of("[OnText] public " + method));
}
