using System.Globalization;

namespace Endpoints.Testing;

/// <summary>What a server answered to an opening handshake (RFC 6455 section 4.2.2).</summary>
public sealed class HandshakeResponse
{
    private HandshakeResponse(int status, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        Status = status;
        Headers = headers;
    }

    /// <summary>The status code: 101 when a session begins.</summary>
    public int Status { get; }

    /// <summary>The header lines, in their order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    /// <summary>What the server says about a refusal; empty when it says nothing.</summary>
    public string Body { get; internal init; } = "";

    /// <summary>A header's values, joined by commas; <see langword="null"/> when it is not there.</summary>
    /// <param name="name">The name, in any case.</param>
    public string? this[string name]
    {
        get
        {
            var values = Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);
            return values.Any() ? string.Join(", ", values) : null;
        }
    }

    /// <summary>Reads a head, without the empty line at its end.</summary>
    internal static HandshakeResponse Parse(string head, string body = "")
    {
        var lines = head.Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1].Trim()));
        return new HandshakeResponse(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), [.. headers]) { Body = body };
    }
}
