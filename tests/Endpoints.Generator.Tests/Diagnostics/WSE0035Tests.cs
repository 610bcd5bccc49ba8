using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Error handlers that are no use.</summary>
public sealed class WSE0035Tests
{
    private const string Id = DiagnosticIds.InvalidErrorHandler;

    [Theory]
    [InlineData("[OnError] public void [|M|]() { }", "exactly one parameter")]
    [InlineData("[OnError] public void [|M|](WebSocketSession session) { }", "exactly one parameter")]
    [InlineData("[OnError] public void [|M|](Exception one, ArgumentException two) { }", "exactly one parameter")]
    [InlineData("[OnError] public void One(Exception e) { } [OnError] public void [|M|](Exception e) { }", "'One' takes 'Exception' already")]
    public Task Reports_the_handler(string handlers, string reason) =>
        AnalyzerVerifier.ReportsAsync(Id, HandlerSourceText.Of("[OnOpen] public void Open() { } " + handlers), "Error handler 'M'", reason);

    [Theory]
    [InlineData("[OnError] public void M(Exception e) { }")]
    [InlineData("[OnError] public void One(Exception e) { } [OnError] public void Two(ArgumentException e) { }")]
    [InlineData("[OnError] public ValueTask M(OperationCanceledException e, WebSocketSession session, string room) => default;")]
    public Task Accepts_one_handler_an_exception(string handlers) =>
        AnalyzerVerifier.AcceptsAsync(HandlerSourceText.Of("[OnOpen] public void Open() { } " + handlers));
}
