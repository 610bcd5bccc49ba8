namespace Endpoints.Backplanes.Presence;

/// <summary>
/// A member of a group in messages between processes: the session's identifier; whether it has a user (1) and, if so, the name; since when (8, ticks of UTC);
/// the bytes of its metadata (2), and those.
/// </summary>
internal static class PresenceRecord
{
    /// <summary>Whether other processes can be told of a member: not of one whose user has a name longer than any other name may be.</summary>
    public static bool CanWrite(PresentMember member) => member.User is not { Length: > Envelope.LongestName };

    /// <summary>Writes a member.</summary>
    /// <param name="writer">Writes.</param>
    /// <param name="member">The member, of this process.</param>
    /// <param name="room">Most bytes that it may take; what it tells of itself is left out where it does not fit.</param>
    /// <returns>False when it was left out.</returns>
    public static bool Write(WireWriter writer, PresentMember member, int room)
    {
        var start = writer.Length;
        writer.WriteText(member.SessionId);
        writer.WriteByte(member.User is null ? (byte)0 : (byte)1);
        if (member.User is not null)
        {
            writer.WriteText(member.User);
        }

        writer.WriteUInt64((ulong)member.Since.UtcTicks);
        var fits = writer.Length - start + sizeof(ushort) + member.Metadata.Length <= room;
        var metadata = fits ? member.Metadata.Span : default;
        writer.WriteUInt16(metadata.Length);
        writer.WriteBytes(metadata);
        return fits;
    }

    /// <summary>Reads a member of another process.</summary>
    /// <param name="reader">Reads; knows whether all did fit.</param>
    /// <param name="nodeId">The process.</param>
    public static PresentMember Read(ref WireReader reader, string nodeId)
    {
        var sessionId = reader.ReadText();
        var user = reader.ReadByte() == 0 ? null : reader.ReadText();
        var since = Math.Min(reader.ReadUInt64(), (ulong)DateTimeOffset.MaxValue.UtcTicks);
        var metadata = reader.ReadBytes(reader.ReadUInt16()).ToArray();
        return new PresentMember(nodeId, sessionId, user, new DateTimeOffset((long)since, TimeSpan.Zero), metadata);
    }
}
