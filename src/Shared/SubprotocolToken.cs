namespace Endpoints.Grammar;

/// <summary>A sub-protocol's name: an RFC 9110 section 5.6.2 token (RFC 6455 section 4.1, item 10).</summary>
internal static class SubprotocolToken
{
    public static bool IsValid(string? text) => !string.IsNullOrEmpty(text) && FirstInvalid(text!) < 0;

    /// <summary>The position of the first character that a token may not have; -1 when there is none.</summary>
    public static int FirstInvalid(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsTokenCharacter(text[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether a character or byte is a <c>tchar</c>.</summary>
    public static bool IsTokenCharacter(int character) =>
        character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9')
            or '!' or '#' or '$' or '%' or '&' or '\'' or '*' or '+' or '-' or '.' or '^' or '_' or '`' or '|' or '~';
}
