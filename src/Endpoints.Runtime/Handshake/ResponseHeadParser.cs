namespace Endpoints.Handshake;

/// <summary>
/// Reads the head of an HTTP/1.1 response (RFC 9112), as strictly as that of a request. It keeps no state: while the head is not whole, call it
/// again with the head from its first byte, and with the progress that the last call made.
/// </summary>
internal static class ResponseHeadParser
{
    private const int StatusDigits = 3;

    private static ReadOnlySpan<byte> Version => "HTTP/1.1 "u8;

    /// <summary>Reads a head, or goes on reading it.</summary>
    /// <param name="input">What has come, from the head's first byte on; what follows the head is left alone.</param>
    /// <param name="fields">Room for the header lines, the same for each call of one head; its length is the limit on their number.</param>
    /// <param name="maxHeadSize">Largest head, in bytes, the empty line at its end included.</param>
    /// <param name="progress">How far the last call came.</param>
    /// <param name="head">The head, when it is complete; a view over <paramref name="input"/> and <paramref name="fields"/>.</param>
    /// <param name="consumed">How many bytes the head has, when it is complete.</param>
    /// <param name="fault">The broken rule, when it is malformed.</param>
    public static RequestHeadStatus TryParse(
        ReadOnlySpan<byte> input,
        Span<HeaderField> fields,
        int maxHeadSize,
        scoped ref HeadProgress progress,
        out ResponseHead head,
        out int consumed,
        out ResponseFault fault)
    {
        head = default;
        consumed = 0;
        fault = ResponseFault.None;
        var isCut = input.Length >= maxHeadSize;
        var window = isCut ? input[..maxHeadSize] : input;
        if (progress.Position == 0 && (fault = CheckStart(window)) != ResponseFault.None)
        {
            return RequestHeadStatus.Malformed;
        }

        while (true)
        {
            var lineStart = progress.Position;
            var status = HeadSyntax.ReadLine(window, ref progress, out var line, out _);
            if (status != RequestHeadStatus.Complete)
            {
                fault = status == RequestHeadStatus.Malformed ? ResponseFault.LineMalformed : isCut ? ResponseFault.HeadTooLarge : ResponseFault.None;
                return fault == ResponseFault.None ? RequestHeadStatus.NeedMore : RequestHeadStatus.Malformed;
            }

            if (lineStart == 0)
            {
                fault = ReadStatusLine(line, out _, out _);
            }
            else if (line.IsEmpty)
            {
                break;
            }
            else if (progress.FieldCount == fields.Length)
            {
                fault = ResponseFault.TooManyHeaders;
            }
            else if (HeadSyntax.ReadHeader(line, lineStart, out fields[progress.FieldCount++]) != RequestHeadFault.None)
            {
                fault = ResponseFault.HeaderMalformed;
            }

            if (fault != ResponseFault.None)
            {
                return RequestHeadStatus.Malformed;
            }
        }

        consumed = progress.Position;
        ReadStatusLine(input[..input.IndexOf((byte)'\r')], out var statusCode, out var reason);
        var lines = new HandshakeHead(HandshakeKind.Upgrade, isSecure: false, [], [], input[..consumed], fields[..progress.FieldCount]);
        head = new ResponseHead(statusCode, reason, lines);
        return RequestHeadStatus.Complete;
    }

    // What speaks something else is found out by its first bytes, neither at the end of a line nor at the limit.
    private static ResponseFault CheckStart(ReadOnlySpan<byte> input)
    {
        var length = Math.Min(input.Length, Version.Length);
        return input[..length].SequenceEqual(Version[..length]) ? ResponseFault.None : FaultOfVersion(input);
    }

    private static ResponseFault FaultOfVersion(ReadOnlySpan<byte> line) =>
        line.StartsWith("HTTP/"u8) || (!line.IsEmpty && "HTTP/"u8.StartsWith(line)) ? ResponseFault.HttpVersionNotSupported : ResponseFault.StatusLineMalformed;

    // RFC 9112 section 4: the space behind the status is there even where no reason is, which some servers forget.
    private static ResponseFault ReadStatusLine(ReadOnlySpan<byte> line, out int statusCode, out ReadOnlySpan<byte> reason)
    {
        statusCode = 0;
        reason = default;
        if (!line.StartsWith(Version))
        {
            return FaultOfVersion(line);
        }

        var rest = line[Version.Length..];
        if (rest.Length < StatusDigits
            || rest[..StatusDigits].ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || rest[0] == '0'
            || (rest.Length > StatusDigits && rest[StatusDigits] != ' '))
        {
            return ResponseFault.StatusLineMalformed;
        }

        statusCode = ((rest[0] - '0') * 100) + ((rest[1] - '0') * 10) + rest[2] - '0';
        reason = rest.Length > StatusDigits ? rest[(StatusDigits + 1)..] : default;
        return HeadSyntax.IsValue(reason) ? ResponseFault.None : ResponseFault.StatusLineMalformed;
    }
}
