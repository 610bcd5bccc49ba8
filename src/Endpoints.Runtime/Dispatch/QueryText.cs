namespace Endpoints.Dispatch;

/// <summary>Values in a query string.</summary>
internal static class QueryText
{
    /// <summary>The first value of a key, decoded; <see langword="null"/> when it is not there.</summary>
    /// <param name="queryString">The query, with or without its <c>?</c>.</param>
    /// <param name="name">The key, in any case.</param>
    public static string? Find(ReadOnlySpan<char> queryString, string name)
    {
        var query = queryString.TrimStart('?');
        foreach (var pair in query.Split('&'))
        {
            var text = query[pair];
            var equals = text.IndexOf('=');
            var key = equals < 0 ? text : text[..equals];
            if (!key.IsEmpty && Decode(key).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return equals < 0 ? "" : Decode(text[(equals + 1)..]);
            }
        }

        return null;
    }

    private static string Decode(ReadOnlySpan<char> text) => Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
}
