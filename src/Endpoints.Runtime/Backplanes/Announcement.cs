using System.Buffers.Binary;

namespace Endpoints.Backplanes;

/// <summary>How many sessions a process has, as the payload of a message: for each endpoint the bytes of its key (2), the key as UTF-16, the number (4).</summary>
internal static class Announcement
{
    public static byte[] Write(IReadOnlyDictionary<string, int> sessions)
    {
        var bytes = new byte[sessions.Keys.Sum(static key => 6 + (key.Length * sizeof(char)))];
        var rest = bytes.AsSpan();
        foreach (var (key, count) in sessions)
        {
            BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)(key.Length * sizeof(char)));
            rest = rest[2..];
            foreach (var character in key)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(rest, character);
                rest = rest[2..];
            }

            BinaryPrimitives.WriteInt32BigEndian(rest, count);
            rest = rest[4..];
        }

        return bytes;
    }

    /// <summary>Reads it; <see langword="null"/> for anything that is none.</summary>
    public static Dictionary<string, int>? Read(ReadOnlySpan<byte> bytes)
    {
        var sessions = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!bytes.IsEmpty)
        {
            if (bytes.Length < 2)
            {
                return null;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(bytes);
            if ((length & 1) != 0 || bytes.Length < 2 + length + 4)
            {
                return null;
            }

            var count = BinaryPrimitives.ReadInt32BigEndian(bytes[(2 + length)..]);
            if (count < 0)
            {
                return null;
            }

            sessions[Envelope.TextOf(bytes.Slice(2, length))] = count;
            bytes = bytes[(2 + length + 4)..];
        }

        return sessions;
    }
}
