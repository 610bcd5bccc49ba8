namespace Endpoints.Handshake;

/// <summary>Cookies in a <c>Cookie</c> header (RFC 6265 section 4.2).</summary>
internal static class CookieText
{
    /// <summary>What stands between the cookies, and between lines that are joined (RFC 9113 section 8.2.3).</summary>
    public const string Separator = "; ";

    /// <summary>The value of the first cookie of that name, as it was sent, quotation marks included; <see langword="null"/> when there is none.</summary>
    /// <param name="header">The header's value: <c>name=value</c> pairs between semicolons. What is no pair is passed over.</param>
    /// <param name="name">The name; its case counts.</param>
    public static string? Find(ReadOnlySpan<char> header, string name)
    {
        foreach (var range in header.Split(';'))
        {
            var pair = header[range];
            var equals = pair.IndexOf('=');
            if (equals > 0 && pair[..equals].Trim(' ').Equals(name, StringComparison.Ordinal))
            {
                return pair[(equals + 1)..].Trim(' ').ToString();
            }
        }

        return null;
    }
}
