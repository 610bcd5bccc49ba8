using Endpoints;

namespace Chat;

/// <summary>A person's place in a room.</summary>
public sealed class Member(Room room, string name, WebSocketSession session)
{
    /// <summary>The room.</summary>
    public Room Room { get; } = room;

    /// <summary>Who it is, as the others see it.</summary>
    public Person Person { get; } = new(session.Id, name);

    /// <summary>Sends without waiting; false when the connection's queue is full, or the connection is ending.</summary>
    public bool TrySend(ReadOnlySpan<byte> utf8) => session.TrySendText(utf8);

    /// <summary>Closes with 1013 once what is queued has been read. The page comes back later, and finds what it missed in the history.</summary>
    public void ShowOut() => _ = session.CloseAsync(CloseStatus.TryAgainLater.WithReason("The connection is too slow for this room.")).AsTask();
}
