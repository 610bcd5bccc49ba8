using System.Runtime.Intrinsics;

namespace Endpoints.Protocol.Text;

/// <summary>The operations that <see cref="Utf8Lookup"/> takes, on vectors of one size. Implemented by structs, so that each size is compiled for itself.</summary>
internal interface IUtf8Block<TVector>
    where TVector : struct
{
    /// <summary>Bytes in a vector.</summary>
    static abstract int Size { get; }

    static abstract TVector Load(ref byte text, nuint at);

    static abstract TVector Or(TVector left, TVector right);

    static abstract TVector And(TVector left, TVector right);

    static abstract TVector Xor(TVector left, TVector right);

    /// <summary>Each byte less <paramref name="amount"/>, at least 0.</summary>
    static abstract TVector SubtractSaturate(TVector bytes, byte amount);

    static abstract TVector Mask(TVector bytes, byte mask);

    /// <summary>The upper four bits of each byte.</summary>
    static abstract TVector HighHalves(TVector bytes);

    /// <summary>A table of 16 entries in each lane of 128 bits.</summary>
    static abstract TVector InEachLane(Vector128<byte> table);

    /// <summary>The entry of a table, for each of the indexes: 0 to 15.</summary>
    static abstract TVector Lookup(TVector table, TVector indexes);

    static abstract bool IsZero(TVector bytes);

    /// <summary>Whether no byte has its top bit set.</summary>
    static abstract bool IsAscii(TVector bytes);
}
