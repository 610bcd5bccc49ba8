using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.Unicode;

namespace Endpoints.Protocol.Text;

/// <summary>
/// Validates text by vectors, whatever its language. Each pair of neighbouring bytes is looked up in three tables of 16 entries, by the
/// high and the low half of the first and the high half of the second; the bits that all three have in common are the ways in which
/// the pair is wrong ("Validating UTF-8 In Less Than One Instruction Per Byte", Keiser and Lemire 2020).
/// </summary>
internal static class Utf8Lookup
{
    /// <summary>Below it the platform's is as fast.</summary>
    public const int ShortestText = 128;

    /// <summary>Whether a text is valid and ends with a whole code point: the verdict of <see cref="Utf8.IsValid"/>.</summary>
    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        if (text.Length < ShortestText)
        {
            return Utf8.IsValid(text);
        }

        if (Avx512BW.IsSupported)
        {
            return Utf8BlockReader<Utf8Block512, Vector512<byte>>.IsValid(text);
        }

        if (Avx2.IsSupported)
        {
            return Utf8BlockReader<Utf8Block256, Vector256<byte>>.IsValid(text);
        }

        return Vector128.IsHardwareAccelerated ? Utf8BlockReader<Utf8Block128, Vector128<byte>>.IsValid(text) : Utf8.IsValid(text);
    }
}
