using Endpoints.Connections.Presence;

namespace Endpoints.Backplanes.Presence;

/// <summary>
/// A change of a member of a group, as the payload of a message: 1 for one that is there and 0 for one that has gone; the state of the sender's members before (8) and
/// now (8), each 0 for that it has none; then the member, or its session's identifier.
/// </summary>
/// <param name="Before">What the receiver has to know, if it has missed nothing.</param>
/// <param name="Now">What it knows then.</param>
/// <param name="Key">The session.</param>
/// <param name="Member">The member as it is now; <see langword="null"/> for one that has gone.</param>
internal readonly record struct PresenceNotice(ulong Before, ulong Now, PresenceKey Key, PresentMember? Member)
{
    /// <summary>Whether the sender has no members any more.</summary>
    public bool IsLast => Now == 0;

    /// <summary>Writes a change of a member of this process; false when what the member tells of itself did not fit, and is not in it.</summary>
    public static bool Write(WireWriter writer, ulong before, ulong now, PresentMember member, bool hasGone, int room)
    {
        writer.WriteByte(hasGone ? (byte)0 : (byte)1);
        writer.WriteUInt64(before);
        writer.WriteUInt64(now);
        if (hasGone)
        {
            writer.WriteText(member.SessionId);
            return true;
        }

        return PresenceRecord.Write(writer, member, room - writer.Length);
    }

    /// <summary>Reads a change of another process's member.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, string nodeId, out PresenceNotice notice)
    {
        var reader = new WireReader(payload);
        var isThere = reader.ReadByte() != 0;
        var before = reader.ReadUInt64();
        var now = reader.ReadUInt64();
        var member = isThere ? PresenceRecord.Read(ref reader, nodeId) : null;
        var key = member is null ? new PresenceKey(nodeId, reader.ReadText()) : PresenceKey.Of(member);
        notice = new PresenceNotice(before, now, key, member);
        return reader.IsWhole;
    }
}
