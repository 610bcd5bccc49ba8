using System.Runtime.Intrinsics;

namespace Endpoints.Protocol.Text;

/// <summary>Blocks of 128 bits.</summary>
internal readonly struct Utf8Block128 : IUtf8Block<Vector128<byte>>
{
    public static int Size => Vector128<byte>.Count;

    public static Vector128<byte> Load(ref byte text, nuint at) => Vector128.LoadUnsafe(ref text, at);

    public static Vector128<byte> Or(Vector128<byte> left, Vector128<byte> right) => left | right;

    public static Vector128<byte> And(Vector128<byte> left, Vector128<byte> right) => left & right;

    public static Vector128<byte> Xor(Vector128<byte> left, Vector128<byte> right) => left ^ right;

    public static Vector128<byte> SubtractSaturate(Vector128<byte> bytes, byte amount) => Vector128.SubtractSaturate(bytes, Vector128.Create(amount));

    public static Vector128<byte> Mask(Vector128<byte> bytes, byte mask) => bytes & Vector128.Create(mask);

    public static Vector128<byte> HighHalves(Vector128<byte> bytes) => (bytes.AsUInt16() >>> 4).AsByte() & Vector128.Create((byte)0x0F);

    public static Vector128<byte> InEachLane(Vector128<byte> table) => table;

    public static Vector128<byte> Lookup(Vector128<byte> table, Vector128<byte> indexes) => Vector128.ShuffleNative(table, indexes);

    public static bool IsZero(Vector128<byte> bytes) => bytes == Vector128<byte>.Zero;

    public static bool IsAscii(Vector128<byte> bytes) => (bytes & Vector128.Create((byte)0x80)) == Vector128<byte>.Zero;
}
