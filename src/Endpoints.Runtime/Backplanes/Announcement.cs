namespace Endpoints.Backplanes;

/// <summary>How many sessions a process has, as the payload of a message: for each endpoint its key, the number (4).</summary>
internal static class Announcement
{
    public static ReadOnlySpan<byte> Write(IReadOnlyDictionary<string, int> sessions)
    {
        var writer = new WireWriter();
        foreach (var (key, count) in sessions)
        {
            writer.WriteText(key);
            writer.WriteInt32(count);
        }

        return writer.Written;
    }

    /// <summary>Reads it; <see langword="null"/> for anything that is none.</summary>
    public static Dictionary<string, int>? Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var sessions = new Dictionary<string, int>(StringComparer.Ordinal);
        while (reader.HasMore)
        {
            sessions[reader.ReadText()] = reader.ReadCount();
        }

        return reader.IsWhole ? sessions : null;
    }
}
