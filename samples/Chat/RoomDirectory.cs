using System.Collections.Concurrent;
using Endpoints;

namespace Chat;

/// <summary>All rooms with somebody in them. Safe for concurrent use.</summary>
public sealed class RoomDirectory(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Room> _rooms = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Enters a room, which comes to be with its first member.</summary>
    public Member Join(string roomName, string name, WebSocketSession session)
    {
        while (true)
        {
            var room = _rooms.GetOrAdd(roomName, static (key, time) => new Room(key, time), time);
            var member = new Member(room, name, session);
            if (room.TryJoin(member))
            {
                return member;
            }

            // The last member left between the two calls; whoever comes first takes the abandoned room out.
            Forget(room);
        }
    }

    /// <summary>Leaves the room, which is forgotten with its last member.</summary>
    public void Leave(Member member)
    {
        if (member.Room.Leave(member))
        {
            Forget(member.Room);
        }
    }

    private void Forget(Room room) => _rooms.TryRemove(KeyValuePair.Create(room.Name, room));
}
