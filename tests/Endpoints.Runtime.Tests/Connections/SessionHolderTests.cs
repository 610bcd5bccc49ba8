using Endpoints.TestKit.Connections;

namespace Endpoints.Runtime.Tests.Connections;

/// <summary>What is for those who hold a whole session, at a session whose messages go to the handlers of an endpoint.</summary>
public sealed class SessionHolderTests
{
    [Fact]
    public void Messages_that_handlers_get_cannot_be_walked()
    {
        var scripted = new ScriptedConnection();
        var error = Assert.Throws<InvalidOperationException>(() => scripted.Connection.ReceiveAllAsync());
        Assert.Contains("go to the handlers of its endpoint", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposing_begins_the_close_and_waits_for_no_end_that_may_be_the_callers_own()
    {
        var scripted = new ScriptedConnection();

        await scripted.Connection.DisposeAsync();

        Assert.Equal(1000, Assert.Single(scripted.Transport.TakeFrames()).CloseCode);
        Assert.Equal(WebSocketSessionState.Closing, scripted.Connection.State);
        Assert.False(scripted.Connection.Completion.IsCompleted);
    }
}
