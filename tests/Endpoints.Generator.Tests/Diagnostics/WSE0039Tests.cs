using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Streaming handlers of parallel endpoints.</summary>
public sealed class WSE0039Tests
{
    private const string Id = DiagnosticIds.StreamOfParallelEndpoint;

    [Theory]
    [InlineData("[OnText] public async Task M([|IAsyncEnumerable<string> messages|], CancellationToken ct) => await Task.Yield();", "all messages")]
    [InlineData("[OnBinary] public async Task M([|Stream body|], CancellationToken ct) => await Task.Yield();", "the bytes of a message")]
    [InlineData("[OnMessage] public async Task M([|PipeReader body|], CancellationToken ct) => await Task.Yield();", "the bytes of a message")]
    public Task Reports_the_parameter(string handler, string what) =>
        AnalyzerVerifier.ReportsAsync(Id, Source(2, handler), $"of handler 'M' takes {what} one piece after the other", "MaxConcurrency = 2");

    [Theory]
    [InlineData(0, "[OnText] public async Task M(IAsyncEnumerable<string> messages, CancellationToken ct) => await Task.Yield();")]
    [InlineData(1, "[OnText] public async Task M(IAsyncEnumerable<string> messages, CancellationToken ct) => await Task.Yield();")]
    [InlineData(2, "[OnText] public async Task M(string message, CancellationToken ct) => await Task.Yield();")]
    [InlineData(2, "[OnText] public async IAsyncEnumerable<string> M(string message, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct) { await Task.Yield(); yield return message; }")]
    public Task Accepts_a_serial_endpoint_and_whole_messages(int limit, string handler) => AnalyzerVerifier.AcceptsAsync(Source(limit, handler));

    private static string Source(int limit, string handler) =>
        $$"""
        using System.IO;
        using System.IO.Pipelines;

        [WebSocketEndpoint("/", MaxConcurrency = {{limit}})]
        public sealed class Chat
        {
            {{handler}}
        }
        """;
}
