using System.Buffers;
using System.Text;

namespace Endpoints.Handshake;

/// <summary>
/// Reads the head of an HTTP/1.1 request (RFC 9112), for doors that have no HTTP server. Strict where leniency has been used to smuggle
/// requests; it throws nothing and allocates nothing.
/// </summary>
/// <remarks>
/// It keeps no state: when the head is not whole yet, call it again with the head from its first byte, and with the progress that the
/// last call made. What has come is checked each time, so that a peer that speaks something else is found out before the limit.
/// </remarks>
internal static class RequestHeadParser
{
    private const int LineEndLength = HeadSyntax.LineEndLength;

    // Everything visible but the fragment mark, which no request target has (RFC 9112 section 3.2).
    private static readonly SearchValues<byte> TargetBytes =
        SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Where(value => value != '#').Select(value => (byte)value)]);

    /// <summary>Reads a head.</summary>
    /// <param name="input">What has come, from the head's first byte on; what follows the head is left alone.</param>
    /// <param name="fields">Room for the header lines; its length is the limit on their number. The head is a view over it.</param>
    /// <param name="maxHeadSize">Largest head, in bytes, the empty line at its end included.</param>
    /// <param name="isSecure">Whether the transport is TLS.</param>
    /// <param name="head">
    /// The head, when it is complete; a view over <paramref name="input"/> and <paramref name="fields"/>. Its target is in origin form.
    /// </param>
    /// <param name="consumed">How many bytes the head has, when it is complete.</param>
    /// <param name="fault">The broken rule, when it is malformed.</param>
    /// <remarks>
    /// A target in absolute form is taken, as RFC 9112 section 3.2.2 demands, when it names the same host as <c>Host</c>; the head then has
    /// its path and query. One empty line before the request is skipped (section 2.2).
    /// </remarks>
    public static RequestHeadStatus TryParse(
        ReadOnlySpan<byte> input,
        Span<HeaderField> fields,
        int maxHeadSize,
        bool isSecure,
        out HandshakeHead head,
        out int consumed,
        out RequestHeadFault fault)
    {
        var progress = default(HeadProgress);
        return TryParse(input, fields, maxHeadSize, isSecure, ref progress, out head, out consumed, out fault);
    }

    /// <summary>Reads a head, or goes on reading it.</summary>
    /// <param name="input">What has come, from the head's first byte on; no byte may have changed since the last call.</param>
    /// <param name="fields">The same for each call of one head.</param>
    /// <param name="maxHeadSize">Largest head, in bytes, the empty line at its end included.</param>
    /// <param name="isSecure">Whether the transport is TLS.</param>
    /// <param name="progress">How far the last call came.</param>
    /// <param name="head">The head, when it is complete.</param>
    /// <param name="consumed">How many bytes the head has, when it is complete.</param>
    /// <param name="fault">The broken rule, when it is malformed.</param>
    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, Span{HeaderField}, int, bool, out HandshakeHead, out int, out RequestHeadFault)" path="/remarks"/>
    public static RequestHeadStatus TryParse(
        ReadOnlySpan<byte> input,
        Span<HeaderField> fields,
        int maxHeadSize,
        bool isSecure,
        scoped ref HeadProgress progress,
        out HandshakeHead head,
        out int consumed,
        out RequestHeadFault fault)
    {
        head = default;
        consumed = 0;
        var isCut = input.Length >= maxHeadSize;
        var window = isCut ? input[..maxHeadSize] : input;

        RequestHeadStatus status;
        ReadOnlySpan<byte> line;
        if (progress.TargetLength == 0)
        {
            status = HeadSyntax.ReadLine(window, ref progress, out line, out fault);
            if (status == RequestHeadStatus.Complete && line.IsEmpty && progress.Position == LineEndLength)
            {
                status = HeadSyntax.ReadLine(window, ref progress, out line, out fault);
            }

            if (status != RequestHeadStatus.Complete)
            {
                return isCut ? Unfinished(status, RequestHeadFault.TargetTooLong, ref fault) : status;
            }

            fault = ReadRequestLine(line, out var verb, out var resource);
            if (fault != RequestHeadFault.None)
            {
                return RequestHeadStatus.Malformed;
            }

            progress.MethodStart = progress.Position - LineEndLength - line.Length;
            progress.MethodLength = verb.Length;
            progress.TargetLength = resource.Length;
        }

        while (true)
        {
            var lineStart = progress.Position;
            status = HeadSyntax.ReadLine(window, ref progress, out line, out fault);
            if (status != RequestHeadStatus.Complete)
            {
                return isCut ? Unfinished(status, RequestHeadFault.HeadTooLarge, ref fault) : status;
            }

            if (line.IsEmpty)
            {
                break;
            }

            if (progress.FieldCount == fields.Length)
            {
                fault = RequestHeadFault.TooManyHeaders;
                return RequestHeadStatus.Malformed;
            }

            fault = HeadSyntax.ReadHeader(line, lineStart, out fields[progress.FieldCount++]);
            if (fault != RequestHeadFault.None)
            {
                return RequestHeadStatus.Malformed;
            }
        }

        var method = input.Slice(progress.MethodStart, progress.MethodLength);
        var target = input.Slice(progress.MethodStart + progress.MethodLength + 1, progress.TargetLength);
        var bytes = input[..progress.Position];
        var headers = fields[..progress.FieldCount];
        var whole = new HandshakeHead(HandshakeKind.Upgrade, isSecure, method, target, bytes, headers);
        fault = CheckHost(whole, ref target);
        if (fault == RequestHeadFault.None)
        {
            fault = CheckBody(whole);
        }

        if (fault != RequestHeadFault.None)
        {
            return RequestHeadStatus.Malformed;
        }

        head = new HandshakeHead(HandshakeKind.Upgrade, isSecure, method, target, bytes, headers);
        consumed = progress.Position;
        return RequestHeadStatus.Complete;
    }

    private static RequestHeadStatus Unfinished(RequestHeadStatus status, RequestHeadFault tooLong, ref RequestHeadFault fault)
    {
        if (status == RequestHeadStatus.NeedMore)
        {
            fault = tooLong;
        }

        return RequestHeadStatus.Malformed;
    }

    private static RequestHeadFault ReadRequestLine(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> method, out ReadOnlySpan<byte> target)
    {
        target = default;
        var methodEnd = line.IndexOf((byte)' ');
        var targetEnd = line.LastIndexOf((byte)' ');
        method = methodEnd < 0 ? default : line[..methodEnd];
        if (targetEnd <= methodEnd || !HttpTokens.IsToken(method))
        {
            return RequestHeadFault.RequestLineMalformed;
        }

        var version = line[(targetEnd + 1)..];
        if (!version.SequenceEqual("HTTP/1.1"u8))
        {
            return IsHttpVersion(version) ? RequestHeadFault.HttpVersionNotSupported : RequestHeadFault.RequestLineMalformed;
        }

        target = line[(methodEnd + 1)..targetEnd];
        if (target.IsEmpty || target.Contains((byte)' '))
        {
            return RequestHeadFault.RequestLineMalformed;
        }

        return target.ContainsAnyExcept(TargetBytes) ? RequestHeadFault.TargetMalformed : RequestHeadFault.None;
    }

    // RFC 9112 section 2.3: the name is case-sensitive, the numbers are single digits.
    private static bool IsHttpVersion(ReadOnlySpan<byte> text) =>
        text.StartsWith("HTTP/"u8)
        && text[5..] is [>= (byte)'0' and <= (byte)'9', (byte)'.', >= (byte)'0' and <= (byte)'9'];

    private static RequestHeadFault CheckHost(in HandshakeHead head, scoped ref ReadOnlySpan<byte> target)
    {
        switch (new HeaderLines(head, HandshakeHeaders.Host).ReadSingle(out var value))
        {
            case 0:
                return RequestHeadFault.HostMissing;
            case 1 when HttpAuthority.TryParse(value, out var host):
                return target[0] == '/' ? RequestHeadFault.None : ToOriginForm(host, ref target);
            default:
                return RequestHeadFault.HostMalformed;
        }
    }

    // RFC 9112 section 3.2.2. The target's authority is what counts; one that differs from Host is refused rather than resolved.
    private static RequestHeadFault ToOriginForm(HttpAuthority host, scoped ref ReadOnlySpan<byte> target)
    {
        var schemeLength = target.IndexOf("://"u8);
        if (schemeLength < 0)
        {
            return RequestHeadFault.TargetMalformed;
        }

        var rest = target[(schemeLength + 3)..];
        var authorityLength = rest.IndexOfAny("/?"u8);
        var pathAndQuery = authorityLength < 0 ? "/"u8 : rest[authorityLength..];
        var authority = authorityLength < 0 ? rest : rest[..authorityLength];
        var scheme = target[..schemeLength];
        var isHttp = Ascii.EqualsIgnoreCase(scheme, "http"u8) || Ascii.EqualsIgnoreCase(scheme, "https"u8);
        if (!isHttp || pathAndQuery[0] != '/' || !HttpAuthority.TryParse(authority, out var named))
        {
            return RequestHeadFault.TargetMalformed;
        }

        if (!Ascii.EqualsIgnoreCase(named.Host, host.Host) || WebOrigin.PortOf(named, scheme) != WebOrigin.PortOf(host, scheme))
        {
            return RequestHeadFault.HostMalformed;
        }

        target = pathAndQuery;
        return RequestHeadFault.None;
    }

    // Without Upgrade the body is the business of whoever answers the request.
    private static RequestHeadFault CheckBody(in HandshakeHead head)
    {
        if (new HeaderLines(head, HandshakeHeaders.Upgrade).ReadSingle(out _) == 0)
        {
            return RequestHeadFault.None;
        }

        if (new HeaderLines(head, HandshakeHeaders.TransferEncoding).ReadSingle(out _) > 0)
        {
            return RequestHeadFault.BodyWithUpgrade;
        }

        foreach (var length in new HeaderLines(head, HandshakeHeaders.ContentLength))
        {
            if (length.IsEmpty || length.ContainsAnyExcept((byte)'0'))
            {
                return RequestHeadFault.BodyWithUpgrade;
            }
        }

        return RequestHeadFault.None;
    }
}
