using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Endpoints.Protocol.Text;

/// <summary>Blocks of 512 bits.</summary>
internal readonly struct Utf8Block512 : IUtf8Block<Vector512<byte>>
{
    public static int Size => Vector512<byte>.Count;

    public static Vector512<byte> Load(ref byte text, nuint at) => Vector512.LoadUnsafe(ref text, at);

    public static Vector512<byte> Or(Vector512<byte> left, Vector512<byte> right) => left | right;

    public static Vector512<byte> And(Vector512<byte> left, Vector512<byte> right) => left & right;

    public static Vector512<byte> Xor(Vector512<byte> left, Vector512<byte> right) => left ^ right;

    public static Vector512<byte> SubtractSaturate(Vector512<byte> bytes, byte amount) => Vector512.SubtractSaturate(bytes, Vector512.Create(amount));

    public static Vector512<byte> Mask(Vector512<byte> bytes, byte mask) => bytes & Vector512.Create(mask);

    public static Vector512<byte> HighHalves(Vector512<byte> bytes) => (bytes.AsUInt16() >>> 4).AsByte() & Vector512.Create((byte)0x0F);

    public static Vector512<byte> InEachLane(Vector128<byte> table) => Vector512.Create(table);

    public static Vector512<byte> Lookup(Vector512<byte> table, Vector512<byte> indexes) => Avx512BW.Shuffle(table, indexes);

    public static bool IsZero(Vector512<byte> bytes) => bytes == Vector512<byte>.Zero;

    public static bool IsAscii(Vector512<byte> bytes) => (bytes & Vector512.Create((byte)0x80)) == Vector512<byte>.Zero;
}
