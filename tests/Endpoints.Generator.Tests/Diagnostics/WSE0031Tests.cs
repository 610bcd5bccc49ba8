using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Handlers that take the message more than once.</summary>
public sealed class WSE0031Tests
{
    private const string Id = DiagnosticIds.SeveralMessageParameters;

    [Theory]
    [InlineData("[OnText] public void M(ReadOnlySpan<byte> one, [|byte[] two|]) { }")]
    [InlineData("[OnText] public void M(string one, WebSocketSession session, [|ReadOnlyMemory<byte> two|]) { }")]
    [InlineData("[OnBinary] public void M(byte[] one, [|byte[] two|]) { }")]
    [InlineData("[OnMessage] public void M(Say one, [|Said two|]) { }")]
    [InlineData("[OnBinary] public Task M(System.IO.Stream one, [|byte[] two|]) => Task.CompletedTask;")]
    [InlineData("[OnText] public Task M(string one, [|IAsyncEnumerable<string> two|]) => Task.CompletedTask;")]
    public Task Reports_the_second_one(string handler) =>
        AnalyzerVerifier.ReportsAsync(Id, HandlerSourceText.Of(handler), "Handler 'M' takes the message twice, as 'one' and as 'two'");

    [Theory]
    [InlineData("[OnText] public void M(ReadOnlySpan<byte> one, string room) { }")]
    [InlineData("[OnMessage] public void M(Say one, string room, Rooms rooms) { }")]
    [InlineData("[OnMessage] public void M(Say one, [FromServices] Said two) { }")]
    public Task Accepts_one_message_besides_other_values(string handler) => AnalyzerVerifier.AcceptsAsync(HandlerSourceText.Of(handler));
}
