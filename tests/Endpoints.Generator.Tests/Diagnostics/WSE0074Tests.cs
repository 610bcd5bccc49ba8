using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Pings and pongs that no frame holds.</summary>
public sealed class WSE0074Tests
{
    private const string Id = DiagnosticIds.OversizedControlPayload;

    private const int TooLarge = 126;

    [Theory]
    [InlineData("TrySendPing")]
    [InlineData("TrySendPong")]
    public Task Reports_a_literal(string method) => AnalyzerVerifier.ReportsAsync(
        Id, Call(method, $"[|\"{new string('a', TooLarge)}\"u8|]"), $"payload of '{method}' is 126 bytes");

    [Fact]
    public Task Reports_a_literal_by_its_bytes_not_its_characters() =>
        AnalyzerVerifier.ReportsAsync(Id, Call("TrySendPing", $"[|\"{new string('\u00E4', 63)}\"u8|]"), "126 bytes");

    [Theory]
    [InlineData("[|new byte[126]|]")]
    [InlineData("payload: [|new byte[Size + 1]|]")]
    public Task Reports_an_array(string argument) => AnalyzerVerifier.ReportsAsync(Id, Call("TrySendPing", argument), "126 bytes");

    [Fact]
    public Task Reports_a_collection() => AnalyzerVerifier.ReportsAsync(
        Id, Call("TrySendPong", $"[|[{string.Join(", ", Enumerable.Repeat("1", TooLarge))}]|]"), "126 bytes");

    [Theory]
    [InlineData("")]
    [InlineData("\"beat\"u8")]
    [InlineData("new byte[125]")]
    [InlineData("new byte[utf8.Length + 200]")]
    [InlineData("utf8.Span")]
    [InlineData("[1, .. utf8.Span]")]
    public Task Accepts_what_fits_or_is_not_known(string argument) => AnalyzerVerifier.AcceptsAsync(Call("TrySendPing", argument));

    [Fact]
    public Task Accepts_a_message_of_any_size() => AnalyzerVerifier.AcceptsAsync(Call("TrySendBinary", "new byte[1000]"));

    private static string Call(string method, string argument) => HandlerSourceText.Of(
        $"private const int Size = 125; [OnText] public void M(ReadOnlyMemory<byte> utf8, WebSocketSession session) {{ session.{method}({argument}); }}");
}
