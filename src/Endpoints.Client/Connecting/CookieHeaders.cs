using System.Net;

namespace Endpoints.Client.Connecting;

/// <summary>The application's cookies in a handshake (RFC 6265).</summary>
internal static class CookieHeaders
{
    /// <summary>The headers of a request: those of the application, and the cookies for the address.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> For(ServerAddress address, ClientSettings settings) =>
        settings.Options.Cookies?.GetCookieHeader(address.HttpUri) is { Length: > 0 } cookies
            ? [.. settings.Headers, new("Cookie", cookies)]
            : settings.Headers;

    /// <summary>Keeps the cookies of a response; a refusal may set some as well (section 3).</summary>
    public static void Keep(Dictionary<string, IReadOnlyList<string>> headers, ServerAddress address, CookieContainer? cookies)
    {
        if (cookies is null || !headers.TryGetValue("Set-Cookie", out var lines))
        {
            return;
        }

        foreach (var line in lines)
        {
            try
            {
                cookies.SetCookies(address.HttpUri, line);
            }
            catch (CookieException)
            {
                // A cookie that cannot be read is none (section 5.2); the handshake does not depend on it.
            }
        }
    }
}
