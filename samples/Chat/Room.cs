using System.Collections.Immutable;
using System.Text.Json;

namespace Chat;

/// <summary>
/// The people of one room and what they said last. Safe for concurrent use: everybody sees everything in the same order,
/// because it is numbered and queued under one lock. Queueing never waits for the network.
/// </summary>
public sealed class Room(string name, TimeProvider time)
{
    private const int HistorySize = 50;

    private readonly Lock _gate = new();
    private readonly Queue<Said> _history = new(HistorySize);
    private readonly string _id = Guid.NewGuid().ToString("N");
    private ImmutableArray<Member> _members = [];
    private long _number;
    private bool _isAbandoned;

    /// <summary>The name in the address.</summary>
    public string Name { get; } = name;

    /// <summary>Lets a member in, welcomes it and tells the others; false when the last member has just left for good.</summary>
    public bool TryJoin(Member member)
    {
        lock (_gate)
        {
            if (_isAbandoned)
            {
                return false;
            }

            Broadcast(new Joined(member.Person, time.GetUtcNow()));
            _members = _members.Add(member);
            member.Send(Serialize(new Welcome(member.Person, _id, [.. _members.Select(m => m.Person)], [.. _history])));
            return true;
        }
    }

    /// <summary>Takes a member out and tells the others; true when nobody is left, after which the room lets nobody in.</summary>
    public bool Leave(Member member)
    {
        lock (_gate)
        {
            _members = _members.Remove(member);
            Broadcast(new Left(member.Person, time.GetUtcNow()));
            return _isAbandoned = _members.IsEmpty;
        }
    }

    /// <summary>Tells everybody, the author included, what a member says.</summary>
    public void Say(Member member, Say say)
    {
        lock (_gate)
        {
            var said = new Said(++_number, member.Person, say.Text.Trim(), time.GetUtcNow(), say.Ref);
            if (_history.Count == HistorySize)
            {
                _history.Dequeue();
            }

            _history.Enqueue(said);
            Broadcast(said);
        }
    }

    /// <summary>Tells the others that a member is typing.</summary>
    public void Typing(Member member)
    {
        lock (_gate)
        {
            Broadcast(new IsTyping(member.Person), except: member);
        }
    }

    private static byte[] Serialize(ServerMessage message) =>
        JsonSerializer.SerializeToUtf8Bytes(message, ChatJson.Default.ServerMessage);

    /// <summary>Writes the JSON once, whatever the number of members.</summary>
    private void Broadcast(ServerMessage message, Member? except = null)
    {
        var utf8 = Serialize(message);
        foreach (var member in _members)
        {
            if (member != except)
            {
                member.Send(utf8);
            }
        }
    }
}
