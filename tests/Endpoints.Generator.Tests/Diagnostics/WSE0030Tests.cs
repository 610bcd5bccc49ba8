using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Parameters that nothing can fill.</summary>
public sealed class WSE0030Tests
{
    private const string Id = DiagnosticIds.UnsupportedParameter;

    [Theory]
    [InlineData("Span<byte> payload", "ReadOnlySpan<byte>")]
    [InlineData("ReadOnlySpan<char> payload", "ReadOnlySpan<byte>")]
    [InlineData("Memory<byte> payload", "ReadOnlyMemory<byte>")]
    [InlineData("object payload", "string")]
    [InlineData("dynamic payload", "string")]
    [InlineData("ref int number", "WebSocketSession")]
    [InlineData("out int number", "WebSocketSession")]
    [InlineData("Exception error", "WebSocketSession")]
    [InlineData("CloseStatus status", "WebSocketSession")]
    [InlineData("Action callback", "a service")]
    public Task Reports_a_type_that_a_text_handler_cannot_take(string parameter, string possible) => AnalyzerVerifier.ReportsAsync(
        Id,
        HandlerSourceText.Of($"[OnText] public void Text([|{parameter}|]) {{ {(parameter.StartsWith("out", StringComparison.Ordinal) ? "number = 0;" : "")} }}"),
        possible);

    [Fact]
    public Task Reports_a_type_parameter() =>
        AnalyzerVerifier.ReportsAsync(Id, HandlerSourceText.Of("[OnText] public void Text<[|T|]>(ReadOnlySpan<byte> utf8) { }"), "type parameter");

    [Fact]
    public Task Reports_a_constructor_parameter_that_is_no_service() => AnalyzerVerifier.ReportsAsync(
        Id,
        """
        [WebSocketEndpoint("/chat")]
        public sealed class Chat([|int size|])
        {
            public int Size => size;
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """,
        "a service");

    [Theory]
    [InlineData("[OnText] public void Text(ReadOnlySpan<byte> utf8, WebSocketSession session, CancellationToken ct, string room) { }")]
    [InlineData("[OnText] public void Text(ReadOnlySequence<byte> utf8, WebSocketHandshake handshake, IServiceProvider services) { }")]
    [InlineData("[OnText] public void Text(byte[] utf8, IRooms rooms, Rooms own) { }")]
    [InlineData("[OnText] public void Text(string text, [FromServices] Rooms rooms, [FromQuery] int? page, [FromHeader(Name = \"X-A\")] string? a) { }")]
    [InlineData("[OnBinary] public void Binary(ReadOnlyMemory<byte> payload, in CancellationToken ct) { }")]
    [InlineData("[OnClose] public void Close(CloseStatus status, WebSocketSession session) { }")]
    [InlineData("[OnError] public void Error(InvalidOperationException error, WebSocketSession session) { } [OnText] public void Text() { }")]
    public Task Accepts_what_can_be_filled(string handlers) => AnalyzerVerifier.AcceptsAsync(HandlerSourceText.Of(handlers));
}
