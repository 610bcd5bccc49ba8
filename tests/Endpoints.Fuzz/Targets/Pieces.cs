using Endpoints.Fuzz.Engine;

namespace Endpoints.Fuzz.Targets;

/// <summary>Bytes as a network brings them.</summary>
internal static class Pieces
{
    /// <summary>Cuts bytes into pieces of one byte up to some size. There are none of no bytes.</summary>
    public static List<byte[]> Chop(byte[] bytes, int largest, ref FuzzRandom random)
    {
        var pieces = new List<byte[]>();
        for (var at = 0; at < bytes.Length;)
        {
            var end = Math.Min(bytes.Length, at + 1 + random.Next(largest));
            pieces.Add(bytes[at..end]);
            at = end;
        }

        return pieces;
    }
}
