using System.Text;

namespace Endpoints.Handshake;

/// <summary>An origin in parts: <c>scheme "://" host [":" port]</c> (RFC 6454 section 6.1). <c>null</c> is none.</summary>
internal readonly ref struct WebOrigin
{
    private WebOrigin(ReadOnlySpan<byte> scheme, HttpAuthority authority)
    {
        Scheme = scheme;
        Authority = authority;
    }

    /// <summary>The scheme, as written.</summary>
    public ReadOnlySpan<byte> Scheme { get; }

    /// <summary>Host and port, as written.</summary>
    public HttpAuthority Authority { get; }

    /// <summary>The port as written, else the scheme's default; <see cref="HttpAuthority.NoPort"/> when it has none.</summary>
    public int Port => PortOf(Authority, Scheme);

    /// <summary>Reads an origin to the end.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out WebOrigin origin)
    {
        origin = default;
        var schemeLength = text.IndexOf("://"u8);
        if (schemeLength <= 0
            || !IsScheme(text[..schemeLength])
            || !HttpAuthority.TryParse(text[(schemeLength + 3)..], out var authority))
        {
            return false;
        }

        origin = new WebOrigin(text[..schemeLength], authority);
        return true;
    }

    /// <summary>The port of an authority that was reached over a scheme.</summary>
    public static int PortOf(HttpAuthority authority, ReadOnlySpan<byte> scheme)
    {
        if (authority.Port != HttpAuthority.NoPort)
        {
            return authority.Port;
        }

        return IsSecure(scheme) ? 443 : IsPlain(scheme) ? 80 : HttpAuthority.NoPort;
    }

    /// <summary>Whether a scheme is <c>https</c> or <c>wss</c>.</summary>
    public static bool IsSecure(ReadOnlySpan<byte> scheme) =>
        Ascii.EqualsIgnoreCase(scheme, "https"u8) || Ascii.EqualsIgnoreCase(scheme, "wss"u8);

    /// <summary>Whether a scheme is <c>http</c> or <c>ws</c>.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> scheme) =>
        Ascii.EqualsIgnoreCase(scheme, "http"u8) || Ascii.EqualsIgnoreCase(scheme, "ws"u8);

    // RFC 3986 section 3.1.
    private static bool IsScheme(ReadOnlySpan<byte> text)
    {
        if (!char.IsAsciiLetter((char)text[0]))
        {
            return false;
        }

        foreach (var letter in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)'+' or (byte)'-' or (byte)'.'))
            {
                return false;
            }
        }

        return true;
    }
}
