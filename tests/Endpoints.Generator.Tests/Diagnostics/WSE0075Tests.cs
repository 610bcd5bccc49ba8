using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Rate limits out of range, and such as limit nothing.</summary>
public sealed class WSE0075Tests
{
    private const string Id = DiagnosticIds.InvalidRateLimit;

    [Theory]
    [InlineData("RateLimit(Messages = [|-1|])", "Messages cannot be -1; it must be 1 to 2,147,483,647, or 0 for no limit")]
    [InlineData("RateLimit(Bytes = [|-1|])", "Bytes cannot be -1; it must be 1 to 2,147,483,647, or 0 for no limit")]
    [InlineData("RateLimit(Messages = 1, MessageBurst = [|-1|])", "MessageBurst cannot be -1; it must be 1 to 2,147,483,647, or 0 for as much as Messages")]
    [InlineData("RateLimit(Bytes = 1, ByteBurst = [|int.MinValue|])", "ByteBurst cannot be -2,147,483,648")]
    [InlineData("RateLimit(Messages = 1, PerSeconds = [|0|])", "PerSeconds cannot be 0; it must be 1 to 86,400")]
    [InlineData("RateLimit(Messages = 1, PerSeconds = [|-1|])", "PerSeconds cannot be -1")]
    [InlineData("RateLimit(Messages = 1, PerSeconds = [|86_401|])", "PerSeconds cannot be 86,401")]
    public Task Reports_a_value_one_past_its_range(string limit, string problem) => AnalyzerVerifier.ReportsAsync(Id, Source(limit), problem);

    [Theory]
    [InlineData("RateLimit(MessageBurst = [|1|])", "MessageBurst has nothing to be the burst of; set Messages, too")]
    [InlineData("RateLimit(Messages = 1, ByteBurst = [|1|])", "ByteBurst has nothing to be the burst of; set Bytes, too")]
    [InlineData("RateLimit(Bytes = 0, ByteBurst = [|1|])", "ByteBurst has nothing to be the burst of; set Bytes, too")]
    public Task Reports_a_burst_without_its_rate(string limit, string problem) => AnalyzerVerifier.ReportsAsync(Id, Source(limit), problem);

    [Theory]
    [InlineData("[|RateLimit|]")]
    [InlineData("[|RateLimit(Action = RateLimitAction.Delay)|]")]
    [InlineData("[|RateLimit(Messages = 0, Bytes = 0, PerSeconds = 5)|]")]
    public Task Reports_a_limit_of_nothing(string limit) => AnalyzerVerifier.ReportsAsync(Id, Source(limit), "The rate limit limits nothing; set Messages, Bytes or both");

    [Theory]
    [InlineData("RateLimit(Messages = 1)")]
    [InlineData("RateLimit(Bytes = 1, PerSeconds = 1)")]
    [InlineData("RateLimit(Messages = int.MaxValue, MessageBurst = 1, Bytes = int.MaxValue, ByteBurst = int.MaxValue, PerSeconds = 86_400)")]
    [InlineData("RateLimit(Messages = 1, MessageBurst = 0, ByteBurst = 0, Action = RateLimitAction.Drop)")]
    public Task Accepts_values_at_the_ends_of_their_ranges(string limit) => AnalyzerVerifier.AcceptsAsync(Source(limit));

    private static string Source(string limit) =>
        $$"""
        [WebSocketEndpoint("/chat"), {{limit}}]
        public sealed class Chat
        {
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """;
}
