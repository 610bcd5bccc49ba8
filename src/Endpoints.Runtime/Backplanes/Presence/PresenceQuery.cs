namespace Endpoints.Backplanes.Presence;

/// <summary>
/// A question to other processes for their members of some groups, as the payload of a message: its number (8), which is 0 when only who has something to
/// tell is to answer; for each group its name, the number of processes whose members are known (2), and for each its identifier (16) and the state of them (8).
/// </summary>
/// <param name="number">Its number.</param>
internal sealed class PresenceQuery(ulong number)
{
    // So that a question about many groups is several messages, of a size that every broker likes.
    private const int MaxSize = 16 << 10;

    private readonly WireWriter _writer = Begin(number);

    public ReadOnlySpan<byte> Payload => _writer.Written;

    /// <summary>Whether another group is for another question.</summary>
    public bool IsFull => _writer.Length >= MaxSize;

    /// <summary>Asks about a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="only">The only process that is asked; <see langword="null"/> for all.</param>
    public void Add(FollowedGroup group, Guid? only = null)
    {
        var known = group.Holders.Where(holder => only is null || holder.Key == only).Take(ushort.MaxValue).ToArray();
        _writer.WriteText(group.Name);
        _writer.WriteUInt16(known.Length);
        foreach (var (node, holder) in known)
        {
            _writer.WriteGuid(node);
            _writer.WriteUInt64(holder.Version);
        }
    }

    /// <summary>Reads a question; false for anything that is none.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="node">The process that is asked.</param>
    /// <param name="number">The number.</param>
    /// <param name="groups">The groups, and the state of this process's members that the other one knows.</param>
    public static bool TryRead(ReadOnlySpan<byte> payload, Guid node, out ulong number, out List<(string Group, ulong Known)> groups)
    {
        var reader = new WireReader(payload);
        number = reader.ReadUInt64();
        groups = [];
        while (reader.HasMore)
        {
            var group = reader.ReadText();
            var known = 0ul;
            for (var left = reader.ReadUInt16(); left > 0 && reader.HasMore; left--)
            {
                var isThis = reader.ReadGuid() == node;
                var version = reader.ReadUInt64();
                known = isThis ? version : known;
            }

            groups.Add((group, known));
        }

        return reader.IsWhole;
    }

    private static WireWriter Begin(ulong number)
    {
        var writer = new WireWriter();
        writer.WriteUInt64(number);
        return writer;
    }
}
