namespace Endpoints.TestKit.Net;

/// <summary>The head of a response.</summary>
internal sealed record ResponseHead(int Status, IReadOnlyList<(string Name, string Value)> Headers)
{
    /// <summary>A header's value; null when it is not there.</summary>
    public string? this[string name]
    {
        get
        {
            var values = Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);
            return values.Any() ? string.Join(", ", values) : null;
        }
    }

    public static ResponseHead Parse(string head)
    {
        var lines = head.Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).Select(pair => (pair[0], pair[1].Trim()));
        return new ResponseHead(int.Parse(lines[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), [.. headers]);
    }
}
