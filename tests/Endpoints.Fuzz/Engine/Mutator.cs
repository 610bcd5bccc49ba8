namespace Endpoints.Fuzz.Engine;

/// <summary>Changes inputs: flips, splices, known tokens, cuts and repeats, a few at a time.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> dictionary, int maxLength)
{
    private static readonly byte[] Edges = [0, 1, 0x7D, 0x7E, 0x7F, 0x80, 0x81, 0xBF, 0xC0, 0xED, 0xF4, 0xFE, 0xFF, 0x88, 0x89, 0x8A];

    public byte[] Mutate(byte[] start, byte[] other, ref FuzzRandom random)
    {
        var bytes = new List<byte>(start);
        var steps = 1 + random.Next(random.OneIn(4) ? 16 : 4);
        for (var i = 0; i < steps; i++)
        {
            Step(bytes, other, ref random);
        }

        if (bytes.Count > maxLength)
        {
            bytes.RemoveRange(maxLength, bytes.Count - maxLength);
        }

        return [.. bytes];
    }

    private void Step(List<byte> bytes, byte[] other, ref FuzzRandom random)
    {
        var at = random.Next(bytes.Count);
        var choice = bytes.Count == 0 ? 5 + random.Next(3) : random.Next(11);
        switch (choice)
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes[at] = Edges[random.Next(Edges.Length)];
                break;
            case 3:
                bytes[at] += (byte)(random.OneIn(2) ? 1 : 255);
                break;
            case 4:
                bytes.RemoveRange(at, 1 + random.Next(Math.Min(16, bytes.Count - at)));
                break;
            case 5:
                bytes.Insert(random.Next(bytes.Count + 1), (byte)random.Next(256));
                break;
            case 6:
                Insert(bytes, dictionary[random.Next(dictionary.Count)], ref random);
                break;
            case 7:
                Splice(bytes, other, ref random);
                break;
            case 8:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 9:
                Repeat(bytes, at, ref random);
                break;
            default:
                Overwrite(bytes, at, dictionary[random.Next(dictionary.Count)]);
                break;
        }
    }

    private static void Insert(List<byte> bytes, ReadOnlySpan<byte> token, ref FuzzRandom random) =>
        bytes.InsertRange(random.Next(bytes.Count + 1), token);

    private static void Overwrite(List<byte> bytes, int at, byte[] token)
    {
        for (var i = 0; i < token.Length && at + i < bytes.Count; i++)
        {
            bytes[at + i] = token[i];
        }
    }

    private static void Splice(List<byte> bytes, byte[] other, ref FuzzRandom random)
    {
        var from = random.Next(other.Length);
        var length = random.Next(other.Length - from + 1);
        if (random.OneIn(2))
        {
            Insert(bytes, other.AsSpan(from, length), ref random);
            return;
        }

        var cut = random.Next(bytes.Count + 1);
        bytes.RemoveRange(cut, bytes.Count - cut);
        bytes.AddRange(other.AsSpan(from));
    }

    private void Repeat(List<byte> bytes, int at, ref FuzzRandom random)
    {
        var piece = bytes.GetRange(at, 1 + random.Next(Math.Min(64, bytes.Count - at)));
        for (var times = 1 + random.Next(random.OneIn(8) ? 64 : 3); times > 0 && bytes.Count < maxLength; times--)
        {
            bytes.InsertRange(at, piece);
        }
    }
}
