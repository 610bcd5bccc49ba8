namespace Endpoints.Grammar;

/// <summary>How many characters have to be inserted, removed or replaced to make one name the other (Levenshtein), in any case.</summary>
internal static class EditDistance
{
    public static int Of(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + replaced);
            }

            previous = current;
        }

        return previous[right.Length];
    }

    /// <summary>What was most likely meant by a name that does not exist; null when no known one is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> known) => known
        .Select(other => (Name: other, Distance: Of(other, name)))
        .Where(candidate => candidate.Distance <= Math.Max(2, candidate.Name.Length / 2))
        .OrderBy(candidate => candidate.Distance)
        .FirstOrDefault().Name;
}
