using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Diagnostics;

/// <summary>Limits out of range, and limits that contradict each other.</summary>
public sealed class WSE0070Tests
{
    private const string Id = DiagnosticIds.InvalidLimit;

    [Theory]
    [InlineData("MaxMessageSize = [|-1|]", "1 to 2,147,483,591")]
    [InlineData("MaxMessageSize = [|2_147_483_592|]", "1 to 2,147,483,591")]
    [InlineData("MaxFrameSize = [|-1|]", "1 to 2,147,483,591")]
    [InlineData("MaxFrameSize = [|int.MaxValue|]", "1 to 2,147,483,591")]
    [InlineData("MaxSendQueueSize = [|-1|]", "1 to 2,147,483,647")]
    [InlineData("MaxSendQueueMessages = [|-1|]", "1 to 2,147,483,647")]
    [InlineData("KeepAliveIntervalSeconds = [|-2|]", "-1 for none")]
    [InlineData("KeepAliveIntervalSeconds = [|86_401|]", "1 to 86,400")]
    [InlineData("KeepAliveTimeoutSeconds = [|-1|]", "1 to 86,400")]
    [InlineData("KeepAliveTimeoutSeconds = [|86_401|]", "1 to 86,400")]
    [InlineData("IdleTimeoutSeconds = [|-2|]", "-1 for none")]
    [InlineData("IdleTimeoutSeconds = [|24 * 60 * 60 + 1|]", "1 to 86,400")]
    [InlineData("CloseTimeoutSeconds = [|-1|]", "1 to 86,400")]
    [InlineData("CloseTimeoutSeconds = [|86_401|]", "1 to 86,400")]
    [InlineData("MaxConcurrency = [|-1|]", "1 to 1,024")]
    [InlineData("MaxConcurrency = [|1_025|]", "1 to 1,024")]
    [InlineData("MaxSessions = [|-1|]", "1 to 2,147,483,647")]
    [InlineData("MaxSessionsPerAddress = [|-1|]", "1 to 2,147,483,647")]
    [InlineData("MaxSessionsPerUser = [|-1|]", "1 to 2,147,483,647")]
    public Task Reports_a_value_one_past_its_range(string limit, string range) => AnalyzerVerifier.ReportsAsync(Id, Source(limit), range);

    [Theory]
    [InlineData("MaxMessageSize = 4096, MaxFrameSize = [|4097|]", "at most MaxMessageSize, 4,096")]
    [InlineData("KeepAliveIntervalSeconds = [|60|], IdleTimeoutSeconds = 60", "below IdleTimeoutSeconds, 60")]
    [InlineData("IdleTimeoutSeconds = 30, KeepAliveTimeoutSeconds = [|30|]", "below IdleTimeoutSeconds, 30")]
    public Task Reports_values_that_contradict_each_other(string limits, string bound) =>
        AnalyzerVerifier.ReportsAsync(Id, Source(limits), bound);

    [Theory]
    [InlineData("MaxMessageSize = 1")]
    [InlineData("MaxConcurrency = 0")]
    [InlineData("MaxSessions = 1, MaxSessionsPerAddress = 1, MaxSessionsPerUser = 1")]
    [InlineData("MaxSessions = int.MaxValue, MaxSessionsPerAddress = 0, MaxSessionsPerUser = int.MaxValue")]
    [InlineData("MaxConcurrency = 1_024")]
    [InlineData("MaxMessageSize = 2_147_483_591, MaxFrameSize = 2_147_483_591")]
    [InlineData("MaxMessageSize = 0, MaxFrameSize = 4096, MaxSendQueueSize = 0")]
    [InlineData("MaxMessageSize = 4096, MaxFrameSize = 4096, MaxSendQueueSize = 1")]
    [InlineData("KeepAliveIntervalSeconds = -1, IdleTimeoutSeconds = -1")]
    [InlineData("KeepAliveIntervalSeconds = 86_400, IdleTimeoutSeconds = -1")]
    [InlineData("KeepAliveIntervalSeconds = 59, KeepAliveTimeoutSeconds = 59, IdleTimeoutSeconds = 60")]
    [InlineData("KeepAliveTimeoutSeconds = 86_400, CloseTimeoutSeconds = 86_400")]
    public Task Accepts_values_at_the_ends_of_their_ranges(string limits) => AnalyzerVerifier.AcceptsAsync(Source(limits));

    private static string Source(string limits) =>
        $$"""
        [WebSocketEndpoint("/chat", {{limits}})]
        public sealed class Chat
        {
            [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
        }
        """;
}
