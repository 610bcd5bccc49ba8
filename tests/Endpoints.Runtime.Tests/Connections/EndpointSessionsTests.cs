using Endpoints.TestKit.Connections;

namespace Endpoints.Runtime.Tests.Connections;

/// <summary>What sessions of an endpoint share, when new ones get other limits.</summary>
public sealed class EndpointSessionsTests
{
    [Fact]
    public void Sessions_with_other_limits_are_in_the_same_groups()
    {
        var sessions = new ScriptedSessions();
        sessions.Open().Connection.Join("tea");

        var others = sessions.Shared.With(sessions.Shared.Limits with { MaxSendQueueSize = sessions.Shared.Limits.MaxSendQueueSize + 1 });

        Assert.Single(others.Groups.Snapshot("tea"));
        Assert.Same(sessions.Shared.Users, others.Users);
    }
}
