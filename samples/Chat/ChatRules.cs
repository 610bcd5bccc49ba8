using System.Text;

namespace Chat;

/// <summary>What the room accepts. The page keeps the same limits, so that nobody meets them by surprise.</summary>
public static class ChatRules
{
    /// <summary>Longest name, in UTF-16 code units.</summary>
    public const int MaxNameLength = 32;

    /// <summary>Longest message, in UTF-16 code units.</summary>
    public const int MaxTextLength = 2000;

    /// <summary>Joins white space to single blanks and drops control and format characters, which could disguise a name.</summary>
    public static bool TryCleanName(string name, out string clean)
    {
        var kept = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                kept.Append(' ');
            }
            else if (Rune.GetUnicodeCategory(rune) is not (System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format))
            {
                kept.Append(rune);
            }
        }

        clean = string.Join(' ', kept.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return clean.Length is > 0 and <= MaxNameLength;
    }
}
