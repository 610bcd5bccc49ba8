using System.Globalization;

namespace Endpoints.Grammar;

/// <summary>What an origin pattern admits.</summary>
internal enum OriginPatternKind
{
    /// <summary>Any origin: <c>*</c>.</summary>
    Any,

    /// <summary>One origin: <c>https://app.example.com:8443</c>.</summary>
    Exact,

    /// <summary>The sub-domains of a domain: <c>https://*.example.com</c>.</summary>
    Subdomains,
}

/// <summary>
/// An entry of an endpoint's <c>Origins</c>, as an <c>Origin</c> header has it (RFC 6454 section 6.2): scheme and host in lower case,
/// the scheme's default port left out.
/// </summary>
/// <param name="Kind">What it admits.</param>
/// <param name="Scheme">The scheme; empty for <see cref="OriginPatternKind.Any"/>.</param>
/// <param name="Host">The host, without <c>*.</c>; empty for <see cref="OriginPatternKind.Any"/>.</param>
/// <param name="Port">The port, where it is not the scheme's default one.</param>
internal sealed record OriginPattern(OriginPatternKind Kind, string Scheme, string Host, int? Port)
{
    /// <summary>Host and port, as they stand in the header.</summary>
    public string Authority => Port is { } port ? Host + ":" + port.ToString(CultureInfo.InvariantCulture) : Host;

    /// <summary>The whole origin, as it stands in the header; of sub-domains, that of the domain.</summary>
    public string Text => Scheme + "://" + Authority;

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">The pattern, as written.</param>
    /// <param name="problem">Why it is malformed, as a sentence without its full stop; null when it is not.</param>
    public static OriginPattern? Parse(string? text, out string? problem)
    {
        problem = null;
        if (text == "*")
        {
            return new OriginPattern(OriginPatternKind.Any, "", "", null);
        }

        problem = FindProblem(text, out var scheme, out var authority);
        if (problem is not null)
        {
            return null;
        }

        var isWildcard = authority.StartsWith("*.", StringComparison.Ordinal);
        if (isWildcard)
        {
            authority = authority.Substring(2);
        }

        problem = ReadAuthority(authority, out var host, out var port) ?? (isWildcard ? FindWildcardProblem(host) : null);
        if (problem is not null)
        {
            return null;
        }

        scheme = scheme.ToLowerInvariant();
        var isDefaultPort = (scheme, port) is ("http", 80) or ("https", 443);
        return new OriginPattern(
            isWildcard ? OriginPatternKind.Subdomains : OriginPatternKind.Exact,
            scheme,
            host.ToLowerInvariant(),
            isDefaultPort ? null : port);
    }

    private static string? FindProblem(string? text, out string scheme, out string authority)
    {
        scheme = "";
        authority = "";
        if (string.IsNullOrEmpty(text))
        {
            return "It is empty";
        }

        if (text == "null")
        {
            return "'null' is what sandboxed pages and files send; it names nobody";
        }

        var separator = text!.IndexOf("://", StringComparison.Ordinal);
        if (separator <= 0)
        {
            return "It has no scheme, such as 'https://'";
        }

        scheme = text.Substring(0, separator);
        if (!IsScheme(scheme))
        {
            return $"'{scheme}' is not a scheme";
        }

        authority = text.Substring(separator + 3);
        if (authority.Length == 0)
        {
            return "It has no host";
        }

        var end = authority.IndexOfAny(['/', '?', '#', '\\']);
        if (end >= 0)
        {
            return end == authority.Length - 1 && authority[end] == '/'
                ? "It ends with '/'; an origin has no path"
                : "It has a path or query; an origin is a scheme, a host and a port";
        }

        return authority.Any(c => c == '@') ? "It has user information; an origin is a scheme, a host and a port" : null;
    }

    private static string? ReadAuthority(string authority, out string host, out int? port)
    {
        port = null;
        var colon = authority.LastIndexOf(':');
        var hasPort = colon >= 0 && colon > authority.LastIndexOf(']');
        host = hasPort ? authority.Substring(0, colon) : authority;
        if (hasPort)
        {
            var digits = authority.Substring(colon + 1);
            if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 65535)
            {
                return $"'{digits}' is not a port";
            }

            port = number;
        }

        if (host.Length == 0)
        {
            return "It has no host";
        }

        if (host[0] == '[')
        {
            return IsBracketedAddress(host) ? null : $"'{host}' is not an IPv6 address";
        }

        foreach (var label in host.Split('.'))
        {
            if (label.Any(c => c == '*'))
            {
                return "'*' stands for whole sub-domains, at the beginning of the host only: 'https://*.example.com'";
            }

            if (label.Length == 0 || !label.All(IsHostCharacter))
            {
                return label.Any(c => c > 127)
                    ? $"'{host}' is not ASCII; browsers send the host in its 'xn--' form"
                    : $"'{host}' is not a host";
            }
        }

        return null;
    }

    private static string? FindWildcardProblem(string host) =>
        host[0] == '[' || host.Split('.').All(label => label.All(c => c is >= '0' and <= '9'))
            ? "An address has no sub-domains"
            : null;

    private static bool IsScheme(string text) =>
        IsLetter(text[0]) && text.All(c => IsLetter(c) || c is (>= '0' and <= '9') or '+' or '-' or '.');

    private static bool IsBracketedAddress(string host) =>
        host.Length > 3 && host[host.Length - 1] == ']' && host.Any(c => c == ':')
        && host.Skip(1).Take(host.Length - 2).All(IsAddressCharacter);

    private static bool IsAddressCharacter(char c) =>
        c is (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F') or ':' or '.';

    private static bool IsHostCharacter(char c) => IsLetter(c) || c is (>= '0' and <= '9') or '-' or '_';

    private static bool IsLetter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
