using Endpoints.Protocol.Text;

namespace Endpoints.Protocol;

/// <summary>
/// Validates UTF-8 that arrives in chunks (RFC 6455 section 8.1) and fails at the first byte that no valid text could hold there, be
/// it in the middle of a code point (RFC 3629 section 4: no overlong forms, no surrogates, nothing above U+10FFFF).
/// </summary>
internal struct Utf8Validator
{
    private const byte ContinuationMin = 0x80;
    private const byte ContinuationMax = 0xBF;

    // The code point that the last chunk has left open: continuation bytes to come, and what the next one may be.
    private byte _missing;
    private byte _min;
    private byte _max;

    /// <summary>Whether all that was appended ends with a whole code point.</summary>
    public readonly bool IsComplete => _missing == 0;

    /// <summary>Whether a text that is there as a whole is valid.</summary>
    public static bool IsValid(ReadOnlySpan<byte> text) => Utf8Lookup.IsValid(text);

    /// <summary>
    /// Validates the next chunk; <see langword="false"/> at the first byte that is wrong, after which the validator is of no more use.
    /// One that <see cref="IsComplete"/> is as good as new.
    /// </summary>
    public bool TryAppend(ReadOnlySpan<byte> chunk)
    {
        int start = 0;
        while (_missing > 0 && start < chunk.Length)
        {
            if (!TryStep(chunk[start++]))
            {
                return false;
            }
        }

        chunk = chunk[start..];
        int whole = chunk.Length - GetOpenLength(chunk);
        if (!IsValid(chunk[..whole]))
        {
            return false;
        }

        foreach (byte next in chunk[whole..])
        {
            if (!TryStep(next))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How many bytes at the end belong to a code point that may go on in the next chunk, by its first byte: 0 to 3.</summary>
    private static int GetOpenLength(ReadOnlySpan<byte> chunk)
    {
        int furthest = Math.Min(3, chunk.Length);
        for (int length = 1; length <= furthest; length++)
        {
            byte candidate = chunk[^length];
            if (candidate < ContinuationMin)
            {
                return 0;
            }

            if (candidate > ContinuationMax)
            {
                int announced = candidate switch { >= 0xF0 => 4, >= 0xE0 => 3, _ => 2 };
                return announced > length ? length : 0;
            }
        }

        return 0;
    }

    /// <summary>One byte by the table of RFC 3629 section 4.</summary>
    private bool TryStep(byte next)
    {
        if (_missing > 0)
        {
            if (next < _min || next > _max)
            {
                return false;
            }

            Expect(_missing - 1);
            return true;
        }

        switch (next)
        {
            case < 0x80:
                return true;
            case >= 0xC2 and <= 0xDF:
                Expect(1);
                return true;
            case 0xE0:
                Expect(2, min: 0xA0);
                return true;
            case 0xED:
                Expect(2, max: 0x9F);
                return true;
            case >= 0xE1 and <= 0xEF:
                Expect(2);
                return true;
            case 0xF0:
                Expect(3, min: 0x90);
                return true;
            case >= 0xF1 and <= 0xF3:
                Expect(3);
                return true;
            case 0xF4:
                Expect(3, max: 0x8F);
                return true;
            default:
                return false;
        }
    }

    private void Expect(int missing, byte min = ContinuationMin, byte max = ContinuationMax)
    {
        _missing = (byte)missing;
        _min = min;
        _max = max;
    }
}
