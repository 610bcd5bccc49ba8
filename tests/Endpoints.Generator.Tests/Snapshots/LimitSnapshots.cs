using Endpoints.Generator.Tests.Harness;

namespace Endpoints.Generator.Tests.Snapshots;

/// <summary>Limits of the attributes travel as settings of the descriptor.</summary>
public sealed class LimitSnapshots
{
    [Fact]
    public void Session_and_rate_limits_become_settings() => GeneratorSnapshots.Verify(
        new GeneratorProject(
            """
            namespace App;

            [WebSocketEndpoint("/limited", MaxSessions = 1000, MaxSessionsPerAddress = 20, MaxSessionsPerUser = 3)]
            [RateLimit(Messages = 50, MessageBurst = 100, Bytes = 65536, ByteBurst = 131072, PerSeconds = 10, Action = RateLimitAction.Delay)]
            public sealed class Limited
            {
                [OnText] public void Text(ReadOnlySpan<byte> utf8) { }
            }
            """));
}
