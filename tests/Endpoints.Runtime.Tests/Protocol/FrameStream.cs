using System.Text;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;
using FsCheck;
using FsCheck.Fluent;

namespace Endpoints.Runtime.Tests.Protocol;

/// <summary>A message in some frames, with control frames between them; or, without any frame, the control frames alone.</summary>
public sealed record StreamItem(bool IsText, string Text, int[] FragmentSizes, string[] Pings)
{
    /// <param name="compress">Gives the compressed form of a message, or <see langword="null"/> to have it sent as it is.</param>
    internal byte[] ToBytes(Func<byte[], byte[]?>? compress = null)
    {
        byte[] payload = Encoding.UTF8.GetBytes(Text);
        byte[]? compressed = compress?.Invoke(payload);
        payload = compressed ?? payload;
        byte[][] pieces = [.. FrameBuilder.Chop(payload, FragmentSizes)];
        var bytes = new List<byte>();
        for (int i = 0; i < pieces.Length; i++)
        {
            Opcode opcode = i > 0 ? Opcode.Continuation : IsText ? Opcode.Text : Opcode.Binary;
            ReservedBits rsv = i == 0 && compressed is not null ? ReservedBits.Rsv1 : ReservedBits.None;
            bytes.AddRange(FrameBuilder.Frame(opcode, pieces[i], fin: i == pieces.Length - 1, rsv: rsv));
            if (i == 0 && pieces.Length > 1)
            {
                bytes.AddRange(Pings.SelectMany(ping => FrameBuilder.Ping(ping)));
            }
        }

        return pieces.Length > 1 ? [.. bytes] : [.. Pings.SelectMany(ping => FrameBuilder.Ping(ping)), .. bytes];
    }

    internal IEnumerable<ReaderEvent> ToEvents() =>
        [.. Pings.Select(ReaderEvent.Ping), IsText ? ReaderEvent.Text(Text) : ReaderEvent.Binary(Encoding.UTF8.GetBytes(Text))];
}

/// <summary>Some items and perhaps a close frame, a way to chop their bytes, and flips that spoil them.</summary>
/// <param name="Items">What is sent.</param>
/// <param name="CloseCode">The code of the close frame; 0 for none.</param>
/// <param name="PieceSizes">Sizes of the pieces, used again and again until the bytes end.</param>
/// <param name="Flips">Positions, modulo the length, and what to XOR there.</param>
public sealed record FrameStream(StreamItem[] Items, int CloseCode, int[] PieceSizes, (int Position, byte Bits)[] Flips)
{
    public override string ToString() =>
        $"{string.Join(" ", Items.Select(Describe))} close {CloseCode}, "
        + $"pieces {string.Join("/", PieceSizes)}, flips {string.Join(" ", Flips)}";

    private static string Describe(StreamItem item) =>
        $"[{(item.IsText ? "text" : "binary")} {item.Text.Length}, in {string.Join("/", item.FragmentSizes)}, {item.Pings.Length} pings]";

    internal byte[] ToBytes(Func<byte[], byte[]?>? compress = null) =>
        [.. Items.SelectMany(item => item.ToBytes(compress)), .. CloseCode == 0 ? [] : FrameBuilder.Close(CloseCode, "end")];

    internal byte[] ToSpoiltBytes(Func<byte[], byte[]?>? compress = null)
    {
        byte[] bytes = ToBytes(compress);
        foreach ((int position, byte bits) in bytes.Length == 0 ? [] : Flips)
        {
            bytes[position % bytes.Length] ^= bits;
        }

        return bytes;
    }

    internal ReaderEvent[] ToEvents() =>
        [
            .. Items.SelectMany(item => item.ToEvents()),
            .. CloseCode == 0 ? Array.Empty<ReaderEvent>() : [ReaderEvent.Close(CloseCode, "end")],
        ];

    internal IEnumerable<byte[]> Chop(byte[] bytes)
    {
        for (int start = 0, i = 0; start < bytes.Length; i++)
        {
            int end = Math.Min(bytes.Length, start + PieceSizes[i % PieceSizes.Length]);
            yield return bytes[start..end];
            start = end;
        }
    }
}

/// <summary>Generates and shrinks <see cref="FrameStream"/>.</summary>
public static class FrameStreams
{
    private static readonly string[] Alphabet = ["a", "\0", "\u007F", "é", "\u0800", "∀", "\uFFFF", "🎈", "\U0010FFFF"];

    public static Arbitrary<FrameStream> Arbitrary() => Arb.From(Stream, Shrink);

    private static Gen<string> TextOf(int maxRunes) =>
        from count in Gen.Choose(0, maxRunes)
        from runes in Gen.Elements(Alphabet).ArrayOf(count)
        select string.Concat(runes);

    private static Gen<StreamItem> Item =>
        from isText in Gen.Elements(true, false)
        from text in Gen.Frequency((20, TextOf(12)), (5, TextOf(200)), (1, Gen.Elements(new string('x', 65_535), new string('x', 65_536))))
        from fragments in Gen.Choose(0, 3)
        from sizes in Gen.Choose(0, 9).ArrayOf(fragments)
        from pingCount in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, 2)))
        from pings in TextOf(31).ArrayOf(pingCount)
        select new StreamItem(isText, text, sizes, pings);

    private static Gen<FrameStream> Stream =>
        from count in Gen.Choose(0, 6)
        from items in Item.ArrayOf(count)
        from closeCode in Gen.Elements(0, 0, 1000, 4999)
        from pieceCount in Gen.Choose(1, 4)
        from pieceSizes in Gen.Frequency((4, Gen.Choose(1, 9)), (1, Gen.Choose(10, 5000))).ArrayOf(pieceCount)
        from flipCount in Gen.Choose(1, 3)
        from flips in Flip.ArrayOf(flipCount)
        select new FrameStream(items, closeCode, pieceSizes, flips);

    private static Gen<(int, byte)> Flip =>
        from position in Gen.Frequency((3, Gen.Choose(0, 60)), (1, Gen.Choose(0, 100_000)))
        from bits in Gen.OneOf(Gen.Choose(1, 255), Gen.Elements(1, 2, 4, 8, 16, 32, 64, 128))
        select (position, (byte)bits);

    private static IEnumerable<FrameStream> Shrink(FrameStream stream)
    {
        for (int i = 0; i < stream.Items.Length; i++)
        {
            StreamItem item = stream.Items[i];
            yield return stream with { Items = [.. stream.Items[..i], .. stream.Items[(i + 1)..]] };
            if (item.Pings.Length > 0)
            {
                yield return stream with { Items = [.. stream.Items[..i], item with { Pings = [] }, .. stream.Items[(i + 1)..]] };
            }

            if (item.FragmentSizes.Length > 0)
            {
                StreamItem merged = item with { FragmentSizes = item.FragmentSizes[1..] };
                yield return stream with { Items = [.. stream.Items[..i], merged, .. stream.Items[(i + 1)..]] };
            }
        }

        if (stream.PieceSizes.Length > 1)
        {
            yield return stream with { PieceSizes = stream.PieceSizes[1..] };
        }

        if (stream.Flips.Length > 1)
        {
            yield return stream with { Flips = stream.Flips[1..] };
        }
    }
}
