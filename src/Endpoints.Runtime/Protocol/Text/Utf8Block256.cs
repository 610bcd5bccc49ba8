using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Endpoints.Protocol.Text;

/// <summary>Blocks of 256 bits.</summary>
internal readonly struct Utf8Block256 : IUtf8Block<Vector256<byte>>
{
    public static int Size => Vector256<byte>.Count;

    public static Vector256<byte> Load(ref byte text, nuint at) => Vector256.LoadUnsafe(ref text, at);

    public static Vector256<byte> Or(Vector256<byte> left, Vector256<byte> right) => left | right;

    public static Vector256<byte> And(Vector256<byte> left, Vector256<byte> right) => left & right;

    public static Vector256<byte> Xor(Vector256<byte> left, Vector256<byte> right) => left ^ right;

    public static Vector256<byte> SubtractSaturate(Vector256<byte> bytes, byte amount) => Vector256.SubtractSaturate(bytes, Vector256.Create(amount));

    public static Vector256<byte> Mask(Vector256<byte> bytes, byte mask) => bytes & Vector256.Create(mask);

    public static Vector256<byte> HighHalves(Vector256<byte> bytes) => (bytes.AsUInt16() >>> 4).AsByte() & Vector256.Create((byte)0x0F);

    public static Vector256<byte> InEachLane(Vector128<byte> table) => Vector256.Create(table);

    public static Vector256<byte> Lookup(Vector256<byte> table, Vector256<byte> indexes) => Avx2.Shuffle(table, indexes);

    public static bool IsZero(Vector256<byte> bytes) => bytes == Vector256<byte>.Zero;

    public static bool IsAscii(Vector256<byte> bytes) => (bytes & Vector256.Create((byte)0x80)) == Vector256<byte>.Zero;
}
