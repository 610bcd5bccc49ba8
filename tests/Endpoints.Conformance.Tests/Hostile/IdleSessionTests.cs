using Endpoints.TestKit.Doors;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Memory;

namespace Endpoints.Conformance.Tests.Hostile;

/// <summary>What a peer makes the server hold by doing nothing.</summary>
public class IdleSessionTests
{
    /// <summary>Of the 600 bytes of a session on an event loop; its socket and its timer get the rest.</summary>
    private const int Bound = 432;

    [Fact]
    public async Task An_idle_session_holds_no_more_than_its_bytes()
    {
        await using var sessions = new IdleSessions(new EchoTable());
        var other = sessions.Open("/echo", 1, FrameBuilder.Text("twenty bytes of text"));
        var session = sessions.Open("/echo", 2, FrameBuilder.Text("twenty bytes of text"));

        var objects = ObjectSizes.Owned(session, other).Where(row => !row.Type.Contains("Timer", StringComparison.Ordinal)).ToList();

        Assert.True(objects.Sum(row => row.Size) <= Bound, string.Join(Environment.NewLine, objects));
        Assert.Equal(0, session.HeldBytes);
    }

    [Fact]
    public async Task A_session_within_a_message_holds_a_reader_until_the_message_ends()
    {
        await using var sessions = new IdleSessions(new EchoTable());
        var other = sessions.Open("/echo", 1, FrameBuilder.Text("x"));
        var session = sessions.Open("/echo", 2, FrameBuilder.Text("x"));

        session.Receive(FrameBuilder.Text("first, ", fin: false), out _);
        Assert.Contains(ObjectSizes.Owned(session, other), row => row.Type.EndsWith("MessageReader", StringComparison.Ordinal));

        session.Receive(FrameBuilder.Continuation("last"u8.ToArray()), out _);
        Assert.DoesNotContain(ObjectSizes.Owned(session, other), row => row.Type.EndsWith("MessageReader", StringComparison.Ordinal));
    }
}
