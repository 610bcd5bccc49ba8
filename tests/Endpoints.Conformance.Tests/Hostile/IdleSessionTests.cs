using Endpoints.TestKit.Doors;
using Endpoints.TestKit.Frames;
using Endpoints.TestKit.Memory;

namespace Endpoints.Conformance.Tests.Hostile;

/// <summary>What a peer makes the server hold by doing nothing.</summary>
public class IdleSessionTests
{
    /// <summary>Of the 600 bytes of a session on an event loop; the rest is for its socket, its timer and what the door knows of the peer.</summary>
    private const int Bound = 392;

    [Fact]
    public async Task An_idle_session_holds_no_more_than_its_bytes()
    {
        await using var sessions = new IdleSessions(new EchoTable());
        var other = sessions.Open("/echo", 1, FrameBuilder.Text("twenty bytes of text"));
        var session = sessions.Open("/echo", 2, FrameBuilder.Text("twenty bytes of text"));

        var objects = ObjectSizes.Owned(session, other).Where(row => !IsOfDoor(row.Type)).ToList();

        Assert.True(objects.Sum(row => row.Size) <= Bound, string.Join(Environment.NewLine, objects));
        Assert.Equal(0, session.HeldBytes);
    }

    private static bool IsOfDoor(string type) =>
        type.Contains("Timer", StringComparison.Ordinal) || type.EndsWith("DoorConnection", StringComparison.Ordinal);

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
