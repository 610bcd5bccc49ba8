using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Message parameters that do not fit their handlers.</summary>
public sealed class WSE0032Tests
{
    private const string Id = DiagnosticIds.WrongMessageParameter;

    [Theory]
    [InlineData("[OnOpen] public void M([|ReadOnlySpan<byte> payload|]) { }", "[OnOpen]", "no message")]
    [InlineData("[OnClose] public void M([|byte[] payload|]) { }", "[OnClose]", "no message")]
    [InlineData("[OnBinary] public void M([|string payload|]) { }", "[OnBinary]", "use [OnText]")]
    [InlineData("[OnPing] public void M([|string payload|]) { }", "[OnPing]", "ReadOnlySpan<byte>")]
    [InlineData("[OnPong] public void M([|ReadOnlySequence<byte> payload|]) { }", "[OnPong]", "ReadOnlySpan<byte>")]
    [InlineData("[OnText] public void M([|Say payload|]) { }", "[OnText]", "[OnMessage]")]
    [InlineData("[OnOpen] public Task M([|IAsyncEnumerable<string> payload|]) => Task.CompletedTask;", "[OnOpen]", "no sequence of messages")]
    [InlineData("[OnBinary] public Task M([|IAsyncEnumerable<string> payload|]) => Task.CompletedTask;", "[OnBinary]", "ReadOnlyMemory<byte> or byte[]")]
    [InlineData("[OnText] public Task M([|IAsyncEnumerable<Say> payload|]) => Task.CompletedTask;", "[OnText]", "[OnMessage]")]
    [InlineData("[OnMessage] public Task M([|IAsyncEnumerable<object> payload|]) => Task.CompletedTask;", "[OnMessage]", "JsonSerializerContext")]
    [InlineData("[OnPing] public Task M([|System.IO.Stream payload|]) => Task.CompletedTask;", "[OnPing]", "while it arrives")]
    [InlineData("[OnOpen] public Task M([|System.IO.Pipelines.PipeReader payload|]) => Task.CompletedTask;", "[OnOpen]", "while it arrives")]
    public Task Reports_the_parameter(string handler, string attribute, string advice) =>
        AnalyzerVerifier.ReportsAsync(Id, HandlerSourceText.Of(handler), $"'payload' does not fit {attribute} handler 'M'", advice);

    [Theory]
    [InlineData("[OnText] public void M(string payload) { }")]
    [InlineData("[OnBinary] public void M(ReadOnlySpan<byte> payload) { }")]
    [InlineData("[OnMessage] public void M(Say payload) { }")]
    [InlineData("[OnPing] public void M(ReadOnlySpan<byte> payload) { }")]
    [InlineData("[OnPong] public void M(byte[] payload) { }")]
    [InlineData("[OnOpen] public void M(string room) { }")]
    [InlineData("[OnOpen] public void M([FromServices] System.IO.Stream payload) { }")]
    [InlineData("[OnText] public Task M(System.IO.Stream payload, CancellationToken ct) => Task.CompletedTask;")]
    [InlineData("[OnMessage] public Task M(System.IO.Pipelines.PipeReader payload, CancellationToken ct) => Task.CompletedTask;")]
    [InlineData("[OnText] public Task M(IAsyncEnumerable<string> payload, CancellationToken ct) => Task.CompletedTask;")]
    [InlineData("[OnBinary] public Task M(IAsyncEnumerable<ReadOnlyMemory<byte>> payload, CancellationToken ct) => Task.CompletedTask;")]
    [InlineData("[OnMessage] public Task M(IAsyncEnumerable<Say> payload, CancellationToken ct) => Task.CompletedTask;")]
    [InlineData("[OnMessage] public Task M(IAsyncEnumerable<byte[]> payload, CancellationToken ct) => Task.CompletedTask;")]
    public Task Accepts_a_message_that_fits(string handler) => AnalyzerVerifier.AcceptsAsync(HandlerSourceText.Of(handler));
}
