using System.Text;

namespace Endpoints.Diagnostics;

/// <summary>Texts of a peer in logs: control characters could forge lines or drive a terminal.</summary>
internal static class LogText
{
    private const int LongestShown = 200;

    /// <summary>The text with its control characters written as <c>\uXXXX</c>.</summary>
    public static string Escape(string text)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (char.IsControl(character))
            {
                escaped.Append($"\\u{(int)character:X4}");
            }
            else
            {
                escaped.Append(character);
            }
        }

        return escaped.ToString();
    }

    /// <summary>The front of a text that a peer may have made as long as it likes.</summary>
    public static string Shorten(string text) => text.Length <= LongestShown ? text : $"{text.AsSpan(0, LongestShown)}...";
}
