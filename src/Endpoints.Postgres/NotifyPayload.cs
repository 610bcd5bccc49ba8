using System.Buffers.Text;
using System.Globalization;

namespace Endpoints.Postgres;

/// <summary>
/// A message as the payloads of notifications, which are text of less than 8,000 bytes, whatever the encoding of the database: <c>1</c> and the message in base64url; or for each
/// part of a longer one <c>2</c>, the place of the message in its transaction (three hexadecimal digits), the number of the part from 0 and how many there are (two each), and the part
/// in base64url. Of equal notifications a transaction sends one: messages differ by their sequence, parts by the place.
/// </summary>
internal static class NotifyPayload
{
    /// <summary>Most bytes of a payload (<c>NOTIFY_PAYLOAD_MAX_LENGTH</c> is the first that is too long).</summary>
    public const int MaxLength = 7_999;

    public const char Whole = '1';
    public const char Part = '2';

    /// <summary>What stands before a part.</summary>
    public const int PartHeaderLength = 8;

    /// <summary>Most bytes of a message in one notification.</summary>
    public const int WholeSize = (MaxLength - 1) * 3 / 4;

    /// <summary>Most bytes of a part.</summary>
    public const int PartSize = (MaxLength - PartHeaderLength) * 3 / 4;

    /// <summary>What two hexadecimal digits can count.</summary>
    public const int MostParts = 255;

    /// <summary>Largest message in so many notifications.</summary>
    public static int MaxMessageSize(int parts) => parts == 1 ? WholeSize : parts * PartSize;

    /// <summary>Adds the payloads of a message, which has at most <see cref="MostParts"/> parts, to those of its transaction, less than 4,096.</summary>
    /// <returns>How many there are.</returns>
    public static int Write(ReadOnlySpan<byte> message, ICollection<string> payloads)
    {
        if (message.Length <= WholeSize)
        {
            payloads.Add(string.Create(1 + Base64Url.GetEncodedLength(message.Length), message, static (text, bytes) =>
            {
                text[0] = Whole;
                Base64Url.EncodeToChars(bytes, text[1..]);
            }));
            return 1;
        }

        var place = payloads.Count;
        var total = (message.Length + PartSize - 1) / PartSize;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(total, MostParts, nameof(message));
        for (var number = 0; number < total; number++)
        {
            var rest = message[(number * PartSize)..];
            var part = rest[..Math.Min(rest.Length, PartSize)];
            payloads.Add(string.Concat($"{Part}{place:x3}{number:x2}{total:x2}", Base64Url.EncodeToString(part)));
        }

        return total;
    }

    /// <summary>Reads what stands before a part; false for anything else.</summary>
    public static bool TryReadPart(ReadOnlySpan<char> payload, out int place, out int number, out int total)
    {
        (place, number, total) = (0, 0, 0);
        return payload.Length > PartHeaderLength
            && payload[0] == Part
            && int.TryParse(payload.Slice(1, 3), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out place)
            && int.TryParse(payload.Slice(4, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            && int.TryParse(payload.Slice(6, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out total)
            && number < total;
    }
}
