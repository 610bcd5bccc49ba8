using System.Buffers;

namespace Endpoints.Handshake;

/// <summary>A host and an optional port, as a <c>Host</c> header or an origin holds them (RFC 3986 section 3.2).</summary>
internal readonly ref struct HttpAuthority
{
    /// <summary>The port when none is written.</summary>
    public const int NoPort = -1;

    // unreserved, sub-delims and the percent of an escape (RFC 3986 section 3.2.2).
    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("-._~%!$&'()*+,;=0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly SearchValues<byte> AddressBytes = SearchValues.Create(":.0123456789ABCDEFabcdef"u8);

    private HttpAuthority(ReadOnlySpan<byte> host, int port)
    {
        Host = host;
        Port = port;
    }

    /// <summary>The host as written; an IPv6 address with its brackets.</summary>
    public ReadOnlySpan<byte> Host { get; }

    /// <summary>The port, 0 to 65,535, or <see cref="NoPort"/>.</summary>
    public int Port { get; }

    /// <summary>Whether the host is an IPv6 address in brackets.</summary>
    public bool IsAddressLiteral => Host[0] == '[';

    /// <summary>Reads <c>host [":" port]</c> to the end; user names, paths and empty hosts are refused.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out HttpAuthority authority)
    {
        authority = default;
        int hostLength;
        if (text.StartsWith("["u8))
        {
            hostLength = text.IndexOf((byte)']') + 1;
            if (hostLength < 4 || text[1..(hostLength - 1)].ContainsAnyExcept(AddressBytes))
            {
                return false;
            }
        }
        else
        {
            var colon = text.IndexOf((byte)':');
            hostLength = colon < 0 ? text.Length : colon;
            if (hostLength == 0 || text[..hostLength].ContainsAnyExcept(NameBytes))
            {
                return false;
            }
        }

        if (!TryParsePort(text[hostLength..], out var port))
        {
            return false;
        }

        authority = new HttpAuthority(text[..hostLength], port);
        return true;
    }

    // RFC 3986 section 3.2.3: the port may be empty after its colon, which is the same as none.
    private static bool TryParsePort(ReadOnlySpan<byte> text, out int port)
    {
        port = NoPort;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] != ':')
        {
            return false;
        }

        var digits = text[1..];
        if (digits.IsEmpty)
        {
            return true;
        }

        if (digits.Length > 5 || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        var number = 0;
        foreach (var digit in digits)
        {
            number = (number * 10) + (digit - '0');
        }

        port = number;
        return number <= ushort.MaxValue;
    }
}
