using System.Buffers;

namespace Endpoints.Handshake;

/// <summary>The token and white space grammar of HTTP fields (RFC 9110 section 5.6).</summary>
internal static class HttpTokens
{
    private static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>Whether the text is one <c>token</c>: one or more <c>tchar</c> (RFC 9110 section 5.6.2).</summary>
    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenBytes);

    /// <summary>How many bytes at the front are a <c>token</c>; 0 when there is none.</summary>
    public static int GetTokenLength(ReadOnlySpan<byte> text)
    {
        var length = text.IndexOfAnyExcept(TokenBytes);
        return length < 0 ? text.Length : length;
    }

    /// <summary>Cuts off optional white space: spaces and tabs, nothing else (RFC 9110 section 5.6.3).</summary>
    public static ReadOnlySpan<byte> TrimWhitespace(ReadOnlySpan<byte> text) => text.Trim(" \t"u8);
}
