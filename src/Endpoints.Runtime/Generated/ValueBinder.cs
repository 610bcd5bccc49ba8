using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Endpoints.Generated;

/// <summary>Reads route, query and header values for emitted code. Culture is invariant, as in minimal APIs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ValueBinder
{
    /// <summary>Parses a value.</summary>
    public static bool TryParse<T>([NotNullWhen(true)] string? text, [MaybeNullWhen(false)] out T value)
        where T : ISpanParsable<T>
    {
        value = default;
        return text is not null && T.TryParse(text.AsSpan(), CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Parses an enum's name, in any case, or its number.</summary>
    public static bool TryParseEnum<T>([NotNullWhen(true)] string? text, out T value)
        where T : struct, Enum
    {
        value = default;
        return text is not null && Enum.TryParse(text, ignoreCase: true, out value);
    }
}
