using System.ComponentModel;
using System.Globalization;
using System.Text;

namespace Endpoints.Routing;

/// <summary>
/// The inline constraints of route templates, deciding as ASP.NET Core's own do: on the UTF-16 text of the segment, culture
/// invariant. Allocates nothing (a segment above 128 bytes may rent an array); safe to call from any thread.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RouteConstraints
{
    private const NumberStyles FloatingPoint = NumberStyles.Float | NumberStyles.AllowThousands;

    /// <summary><c>{x:int}</c>: a 32-bit integer with optional sign, white space around it allowed.</summary>
    /// <param name="value">The segment of the decoded path, UTF-8.</param>
    public static bool IsInt(ReadOnlySpan<byte> value) =>
        int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _);

    /// <summary><c>{x:long}</c>: a 64-bit integer with optional sign, white space around it allowed.</summary>
    /// <param name="value">The segment of the decoded path, UTF-8.</param>
    public static bool IsLong(ReadOnlySpan<byte> value) => TryParseLong(value, out _);

    /// <summary><c>{x:bool}</c>: <c>true</c> or <c>false</c> in any case.</summary>
    /// <param name="value">The segment of the decoded path, UTF-8.</param>
    public static bool IsBool(ReadOnlySpan<byte> value)
    {
        using var text = new Utf16Text(value, stackalloc char[Utf16Text.StackLength]);
        return bool.TryParse(text.Span, out _);
    }

    /// <summary><c>{x:guid}</c>: any form that <see cref="Guid.TryParse(ReadOnlySpan{char}, out Guid)"/> takes.</summary>
    /// <param name="value">The segment of the decoded path, UTF-8.</param>
    public static bool IsGuid(ReadOnlySpan<byte> value)
    {
        using var text = new Utf16Text(value, stackalloc char[Utf16Text.StackLength]);
        return Guid.TryParse(text.Span, out _);
    }

    /// <summary><c>{x:datetime}</c>: any form that <see cref="DateTime"/> parses in the invariant culture.</summary>
    /// <param name="value">The segment of the decoded path, UTF-8.</param>
    public static bool IsDateTime(ReadOnlySpan<byte> value)
    {
        using var text = new Utf16Text(value, stackalloc char[Utf16Text.StackLength]);
        return DateTime.TryParse(text.Span, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
    }

    /// <summary><c>{x:decimal}</c>: a number that fits <see cref="decimal"/>, group separators allowed, no exponent.</summary>
    /// <param name="value">The segment of the decoded path, UTF-8.</param>
    public static bool IsDecimal(ReadOnlySpan<byte> value) =>
        decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out _);

    /// <summary><c>{x:double}</c>: a number, exponent and group separators allowed.</summary>
    /// <param name="value">The segment of the decoded path, UTF-8.</param>
    public static bool IsDouble(ReadOnlySpan<byte> value) =>
        double.TryParse(value, FloatingPoint, CultureInfo.InvariantCulture, out _);

    /// <summary><c>{x:float}</c>: a number, exponent and group separators allowed.</summary>
    /// <param name="value">The segment of the decoded path, UTF-8.</param>
    public static bool IsFloat(ReadOnlySpan<byte> value) =>
        float.TryParse(value, FloatingPoint, CultureInfo.InvariantCulture, out _);

    /// <summary>
    /// <c>{x:alpha}</c>: ASCII letters only. As with ASP.NET Core's <c>^[A-Za-z]*$</c>, nothing at all and one line feed at the end pass.
    /// </summary>
    /// <param name="value">The segment of the decoded path, UTF-8.</param>
    public static bool IsAlpha(ReadOnlySpan<byte> value)
    {
        var letters = value is [.. var head, (byte)'\n'] ? head : value;
        foreach (var letter in letters)
        {
            if (!char.IsAsciiLetter((char)letter))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary><c>{x:minlength(n)}</c>.</summary>
    /// <param name="value">The segment of the decoded path, UTF-8.</param>
    /// <param name="minLength">The shortest length, in UTF-16 units.</param>
    public static bool HasMinLength(ReadOnlySpan<byte> value, int minLength) => LengthOf(value) >= minLength;

    /// <summary><c>{x:maxlength(n)}</c>.</summary>
    /// <param name="value">The segment of the decoded path, UTF-8.</param>
    /// <param name="maxLength">The longest length, in UTF-16 units.</param>
    public static bool HasMaxLength(ReadOnlySpan<byte> value, int maxLength) => LengthOf(value) <= maxLength;

    /// <summary><c>{x:length(n)}</c>.</summary>
    /// <param name="value">The segment of the decoded path, UTF-8.</param>
    /// <param name="length">The length, in UTF-16 units.</param>
    public static bool HasLength(ReadOnlySpan<byte> value, int length) => LengthOf(value) == length;

    /// <summary><c>{x:length(min,max)}</c>.</summary>
    /// <param name="value">The segment of the decoded path, UTF-8.</param>
    /// <param name="minLength">The shortest length, in UTF-16 units.</param>
    /// <param name="maxLength">The longest length, in UTF-16 units.</param>
    public static bool HasLength(ReadOnlySpan<byte> value, int minLength, int maxLength)
    {
        var length = LengthOf(value);
        return length >= minLength && length <= maxLength;
    }

    /// <summary><c>{x:min(n)}</c>: a 64-bit integer not below a bound.</summary>
    /// <param name="value">The segment of the decoded path, UTF-8.</param>
    /// <param name="min">The bound, itself allowed.</param>
    public static bool IsMin(ReadOnlySpan<byte> value, long min) => TryParseLong(value, out var number) && number >= min;

    /// <summary><c>{x:max(n)}</c>: a 64-bit integer not above a bound.</summary>
    /// <param name="value">The segment of the decoded path, UTF-8.</param>
    /// <param name="max">The bound, itself allowed.</param>
    public static bool IsMax(ReadOnlySpan<byte> value, long max) => TryParseLong(value, out var number) && number <= max;

    /// <summary><c>{x:range(min,max)}</c>: a 64-bit integer within bounds.</summary>
    /// <param name="value">The segment of the decoded path, UTF-8.</param>
    /// <param name="min">The lower bound, itself allowed.</param>
    /// <param name="max">The upper bound, itself allowed.</param>
    public static bool IsInRange(ReadOnlySpan<byte> value, long min, long max) =>
        TryParseLong(value, out var number) && number >= min && number <= max;

    /// <summary><c>{x:required}</c>: not empty.</summary>
    /// <param name="value">The segment of the decoded path, UTF-8.</param>
    public static bool IsRequired(ReadOnlySpan<byte> value) => !value.IsEmpty;

    /// <summary><c>{x:file}</c>: behind the last slash there is a dot, and behind the first such dot something that is not a dot.</summary>
    /// <param name="value">The segment, or the rest of the decoded path for a catch-all, UTF-8.</param>
    public static bool IsFile(ReadOnlySpan<byte> value)
    {
        var name = value[(value.LastIndexOf((byte)'/') + 1)..];
        var dot = name.IndexOf((byte)'.');
        return dot >= 0 && name[dot..].ContainsAnyExcept((byte)'.');
    }

    /// <summary><c>{x:nonfile}</c>: not <see cref="IsFile"/>.</summary>
    /// <param name="value">The segment, or the rest of the decoded path for a catch-all, UTF-8.</param>
    public static bool IsNonFile(ReadOnlySpan<byte> value) => !IsFile(value);

    private static int LengthOf(ReadOnlySpan<byte> value) => Encoding.UTF8.GetCharCount(value);

    private static bool TryParseLong(ReadOnlySpan<byte> value, out long number) =>
        long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out number);
}
