using Endpoints.TestKit.Connections;

namespace Endpoints.Runtime.Tests.Surface;

public class SessionItemTests
{
    private static readonly SessionItemKey<int> Count = new("count");

    [Fact]
    public void A_value_is_found_with_its_type_and_under_its_name()
    {
        var session = new ScriptedConnection().Connection;
        Assert.False(session.TryGetItem(Count, out var none));
        Assert.Equal(0, none);

        session.SetItem(Count, 1);
        session.SetItem(Count, 2);

        Assert.True(session.TryGetItem(Count, out var two));
        Assert.Equal(2, two);
        Assert.Equal(2, session.Items["count"]);
    }

    [Fact]
    public void A_value_of_another_type_counts_as_none()
    {
        var session = new ScriptedConnection().Connection;
        session.Items["count"] = "three";

        Assert.False(session.TryGetItem(Count, out _));
        Assert.False(session.TryGetItem(new SessionItemKey<string>("Count"), out _));
        Assert.True(session.TryGetItem(new SessionItemKey<string>("count"), out var text));
        Assert.Equal("three", text);
    }
}
