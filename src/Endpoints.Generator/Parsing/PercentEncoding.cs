using System.Text;

namespace Endpoints.Generator.Parsing;

/// <summary>
/// Percent-encodes literals of a template (RFC 3986 section 2.1). Not the platform's: its older versions leave other characters alone,
/// and the same source must give the same text in every compiler.
/// </summary>
internal static class PercentEncoding
{
    private const string Unreserved = "-._~";

    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            var c = (char)value;
            if (c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') || Unreserved.IndexOf(c) >= 0)
            {
                encoded.Append(c);
            }
            else
            {
                encoded.Append('%').Append(value.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }
}
