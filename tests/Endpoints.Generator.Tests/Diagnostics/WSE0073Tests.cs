using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Close codes and reasons that cannot be sent.</summary>
public sealed class WSE0073Tests
{
    private const string Id = DiagnosticIds.UnsendableCloseStatus;

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(1016)]
    [InlineData(2999)]
    [InlineData(5000)]
    public Task Reports_a_code_that_no_close_frame_may_hold(int code) =>
        AnalyzerVerifier.ReportsAsync(Id, Source($"new CloseStatus([|{code}|])"), $"Close code {code} cannot be sent");

    [Theory]
    [InlineData("[|CloseStatus.NoStatusReceived|]")]
    [InlineData("[|CloseStatus.AbnormalClosure|]")]
    [InlineData("[|CloseStatus.TlsHandshakeFailed|]")]
    [InlineData("[|CloseStatus.AbnormalClosure|].WithReason(\"gone\")")]
    [InlineData("[|CloseStatus.AbnormalClosure|] with { Reason = \"gone\" }")]
    [InlineData("CloseStatus.Normal with { Code = [|1005|] }")]
    [InlineData("new CloseStatus(Reason: \"gone\", Code: [|Gone|])")]
    [InlineData("((CloseStatus)new([|1006|]))")]
    [InlineData("flag ? CloseStatus.Normal : [|CloseStatus.AbnormalClosure|]")]
    [InlineData("flag switch { true => [|CloseStatus.AbnormalClosure|], _ => CloseStatus.Normal }")]
    [InlineData("[|default(CloseStatus)|]")]
    [InlineData("[|new CloseStatus()|]")]
    public Task Reports_the_code_however_it_is_written(string status) => AnalyzerVerifier.ReportsAsync(Id, Source(status));

    [Fact]
    public Task Reports_a_reason_one_byte_too_long()
    {
        var reason = new string('a', 124);
        return AnalyzerVerifier.ReportsAsync(Id, Source($"new CloseStatus(1000, [|\"{reason}\"|])"), "124 bytes");
    }

    [Fact]
    public Task Reports_a_reason_by_its_bytes_not_its_characters()
    {
        var reason = new string('\u00E4', 62);
        return AnalyzerVerifier.ReportsAsync(Id, Source($"CloseStatus.Normal.WithReason([|\"{reason}\"|])"), "124 bytes");
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1003)]
    [InlineData(1007)]
    [InlineData(1014)]
    [InlineData(3000)]
    [InlineData(4999)]
    public Task Accepts_a_code_that_may_be_sent(int code) => AnalyzerVerifier.AcceptsAsync(Source($"new CloseStatus({code})"));

    [Fact]
    public Task Accepts_a_reason_that_just_fits()
    {
        var reason = new string('\u00E4', 61) + "a";
        return AnalyzerVerifier.AcceptsAsync(Source($"new CloseStatus(1000, \"{reason}\")"));
    }

    [Theory]
    [InlineData("CloseStatus.GoingAway")]
    [InlineData("new CloseStatus(number)")]
    [InlineData("new CloseStatus(1005) { Code = 1000 }")]
    [InlineData("CloseStatus.NoStatusReceived with { Code = 1000 }")]
    public Task Accepts_what_may_be_sent_or_is_not_known(string status) => AnalyzerVerifier.AcceptsAsync(Source(status));

    [Fact]
    public Task Accepts_such_a_status_where_it_is_not_sent() => AnalyzerVerifier.AcceptsAsync(
        """
        public sealed class Peer
        {
            public bool IsGone(CloseStatus status) => status == CloseStatus.AbnormalClosure || status == new CloseStatus(1005);
            public void CloseAsync(CloseStatus status) { }
            public void Fake() => CloseAsync(CloseStatus.NoStatusReceived);
        }
        """);

    private static string Source(string status) =>
        $$"""
        [WebSocketEndpoint("/chat")]
        public sealed class Chat
        {
            private const int Gone = 1006;
            [OnText] public async ValueTask Text(ReadOnlyMemory<byte> utf8, WebSocketSession session)
            {
                var flag = utf8.IsEmpty;
                var number = utf8.Length;
                await session.CloseAsync({{status}});
            }
        }
        """;
}
