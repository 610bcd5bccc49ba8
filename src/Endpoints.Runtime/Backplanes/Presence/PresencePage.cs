namespace Endpoints.Backplanes.Presence;

/// <summary>
/// A part of a process's members of a group, as the payload of a message: the state (8), the number of the page from 0 (2), 1 for the last and 0 for any other; then the
/// members.
/// </summary>
/// <param name="Version">The state; 0 for that there are none.</param>
/// <param name="Number">The number of the page.</param>
/// <param name="IsLast">Whether there are no more.</param>
/// <param name="Members">The members.</param>
internal readonly record struct PresencePage(ulong Version, int Number, bool IsLast, IReadOnlyList<PresentMember> Members)
{
    public const int HeaderSize = 11;

    /// <summary>Writes a page.</summary>
    public static void Write(WireWriter writer, ulong version, int number, bool isLast, ReadOnlySpan<byte> members)
    {
        writer.WriteUInt64(version);
        writer.WriteUInt16(number);
        writer.WriteByte(isLast ? (byte)1 : (byte)0);
        writer.WriteBytes(members);
    }

    /// <summary>Reads a page of another process.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, string nodeId, out PresencePage page)
    {
        var reader = new WireReader(payload);
        var version = reader.ReadUInt64();
        var number = reader.ReadUInt16();
        var isLast = reader.ReadByte() != 0;
        var members = new List<PresentMember>();
        while (reader.HasMore)
        {
            members.Add(PresenceRecord.Read(ref reader, nodeId));
        }

        page = new PresencePage(version, number, isLast, members);
        return reader.IsWhole;
    }
}
