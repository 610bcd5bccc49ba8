using System.Text;
using Endpoints.Handshake;
using static Endpoints.Fuzz.Engine.BrokenInvariantException;

namespace Endpoints.Fuzz.Targets;

/// <summary>The header lines of a head, by plain string code.</summary>
internal static class HeaderText
{
    /// <summary>All lines, compared with what the parser says of them.</summary>
    public static List<(string Name, string Value)> Read(ReadOnlySpan<byte> bytes, in HandshakeHead head)
    {
        var lines = Encoding.Latin1.GetString(bytes).TrimStart('\r', '\n').Split("\r\n");
        Same(lines.Length - 3, head.HeaderCount, "header lines");
        var headers = new List<(string Name, string Value)>();
        for (var i = 0; i < head.HeaderCount; i++)
        {
            var name = Encoding.Latin1.GetString(head.GetName(i));
            var value = Encoding.Latin1.GetString(head.GetValue(i));
            Same(lines[i + 1].Split(':')[0], name, "header name");
            Same(lines[i + 1][(name.Length + 1)..].Trim(' ', '\t'), value, "header value");
            Demand(name.Length > 0 && name.All(letter => char.IsAscii(letter) && !char.IsControl(letter) && letter != ' '), "a name is a token");
            Demand(!value.Any(letter => letter is '\r' or '\n' or '\0'), "a value is one line");
            headers.Add((name, value));
        }

        return headers;
    }

    /// <summary>The values of one header.</summary>
    public static string[] Values(List<(string Name, string Value)> headers, string name) =>
        [.. headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value)];

    /// <summary>The elements of its list.</summary>
    public static string[] Elements(List<(string Name, string Value)> headers, string name) =>
        [.. Values(headers, name).SelectMany(value => value.Split(',')).Select(element => element.Trim(' ', '\t')).Where(element => element != "")];
}
