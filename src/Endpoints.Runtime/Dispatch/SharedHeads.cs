namespace Endpoints.Dispatch;

/// <summary>
/// The header lines that many clients send alike, each set kept once for all sessions that came with it: browsers of one kind differ in
/// little more than the key and their cookies. Holds at most 1 MiB; what finds no place here is the session's own. Safe to use from any thread.
/// </summary>
internal sealed class SharedHeads
{
    private const int SlotCount = 512;
    private const int MaxSize = 2048;

    private readonly byte[]?[] _slots = new byte[SlotCount][];

    /// <summary>An array with these bytes, which must not be written to.</summary>
    public byte[] Get(ReadOnlySpan<byte> lines)
    {
        if (lines.Length > MaxSize)
        {
            return lines.ToArray();
        }

        // Seeded, so that no peer can choose the slot.
        var hash = default(HashCode);
        hash.AddBytes(lines);
        ref var slot = ref _slots[(uint)hash.ToHashCode() % SlotCount];
        var known = Volatile.Read(ref slot);
        if (known is null || !lines.SequenceEqual(known))
        {
            known = lines.ToArray();
            Volatile.Write(ref slot, known);
        }

        return known;
    }
}
