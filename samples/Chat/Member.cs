using Endpoints;

namespace Chat;

/// <summary>A person's place in a room.</summary>
public sealed class Member(Room room, string name, WebSocketSession session)
{
    /// <summary>The room.</summary>
    public Room Room { get; } = room;

    /// <summary>Who it is, as the others see it.</summary>
    public Person Person { get; } = new(session.Id, name);

    /// <summary>
    /// Sends without waiting. Somebody whose queue is full reads more slowly than the room talks: the connection is closed with
    /// 1013, and the page comes back later, rather than that the others wait.
    /// </summary>
    public void Send(ReadOnlySpan<byte> utf8)
    {
        if (!session.TrySendText(utf8))
        {
            _ = session.CloseAsync(CloseStatus.TryAgainLater.WithReason("The connection is too slow for this room.")).AsTask();
        }
    }
}
