using System.Text;

namespace Endpoints.Handshake;

/// <summary>
/// What an application may add to the response to a handshake. Nothing of it can end a line, and nothing of it is the handshake's own
/// (RFC 9110 section 5, RFC 6455 section 4.2.2).
/// </summary>
internal static class ResponseHeaderRules
{
    /// <summary>Bytes that the lines of one response take at most.</summary>
    public const int MaxSize = 8 * 1024;

    private const int PunctuationSize = 4; // colon, space, CR, LF

    // What frames the message, what belongs to the connection, and what the handshake answers.
    private static readonly string[] Reserved =
        ["Connection", "Content-Length", "Content-Type", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade"];

    /// <summary>Says what is wrong with a header; <see langword="null"/> for nothing.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public static string? FindFault(string name, string value)
    {
        if (!Ascii.IsValid(name) || !HttpTokens.IsToken(Encoding.ASCII.GetBytes(name)))
        {
            return "The name of a header is a token (RFC 9110 section 5.1).";
        }

        if (name.StartsWith("Sec-WebSocket-", StringComparison.OrdinalIgnoreCase) || Reserved.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return $"{name} is written by the handshake itself.";
        }

        return Ascii.IsValid(value) && HeadSyntax.IsValue(Encoding.ASCII.GetBytes(value))
            ? null
            : $"The value of {name} holds a line end, another control character, or one that is not ASCII (RFC 9110 section 5.5).";
    }

    /// <summary>How many bytes the line of a header has.</summary>
    public static int GetSize(string name, string value) => name.Length + value.Length + PunctuationSize;

    /// <summary>The lines of headers that have no fault, each with its end.</summary>
    public static byte[] Format(IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        if (headers.Count == 0)
        {
            return [];
        }

        var lines = new StringBuilder();
        foreach (var (name, value) in headers)
        {
            lines.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return Encoding.ASCII.GetBytes(lines.ToString());
    }
}
