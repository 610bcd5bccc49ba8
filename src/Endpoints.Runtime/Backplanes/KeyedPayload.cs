using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Endpoints.Backplanes;

/// <summary>
/// A message with the key by which only the latest one waits (<see cref="SendPolicy.KeepLatest"/>): bytes of the key (2, in network order), the key as UTF-8,
/// the message.
/// </summary>
internal static class KeyedPayload
{
    private const int LengthSize = sizeof(ushort);

    /// <summary>Whether a key can go to other processes: its text takes at most 65,535 bytes.</summary>
    public static bool Fits(string key) => key.Length <= ushort.MaxValue / 3;

    /// <summary>Writes it into an array of the shared pool.</summary>
    /// <param name="key">The key, which fits.</param>
    /// <param name="message">The message.</param>
    /// <param name="length">How long both have become.</param>
    public static byte[] Write(string key, ReadOnlySpan<byte> message, out int length)
    {
        var keyLength = Encoding.UTF8.GetByteCount(key);
        length = checked(LengthSize + keyLength + message.Length);
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)keyLength);
        Encoding.UTF8.GetBytes(key, bytes.AsSpan(LengthSize));
        message.CopyTo(bytes.AsSpan(LengthSize + keyLength));
        return bytes;
    }

    /// <summary>Reads it; false where it is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out string key, out ReadOnlySpan<byte> message)
    {
        key = "";
        message = default;
        if (!BinaryPrimitives.TryReadUInt16BigEndian(payload, out var keyLength) || payload.Length - LengthSize < keyLength)
        {
            return false;
        }

        key = Encoding.UTF8.GetString(payload.Slice(LengthSize, keyLength));
        message = payload[(LengthSize + keyLength)..];
        return true;
    }
}
