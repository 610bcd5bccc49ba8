using System.Text;
using Endpoints.Handshake;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Endpoints.AspNetCore;

/// <summary>
/// Lays out the headers that a handshake is about as bytes, so that the emitted validators read the same view at every door.
/// </summary>
internal ref struct HandshakeHeadBuilder
{
    /// <summary>More lines than this of the headers below are not an honest handshake.</summary>
    public const int MaxFields = 32;

    private static readonly string[] Names =
    [
        HeaderNames.Host,
        HeaderNames.Upgrade,
        HeaderNames.Connection,
        HeaderNames.Origin,
        HeaderNames.SecWebSocketVersion,
        HeaderNames.SecWebSocketKey,
        HeaderNames.SecWebSocketProtocol,
        HeaderNames.SecWebSocketExtensions,
    ];

    private readonly Span<HeaderField> _fields;
    private readonly Span<byte> _bytes;
    private int _fieldCount;
    private int _length;

    public HandshakeHeadBuilder(Span<byte> bytes, Span<HeaderField> fields)
    {
        _bytes = bytes;
        _fields = fields;
    }

    /// <summary>Bytes that the head of this request takes at most.</summary>
    public static int GetMaxLength(HttpRequest request)
    {
        var length = request.Method.Length + GetMaxLength(request.Path.Value) + GetMaxLength(request.QueryString.Value);
        foreach (var name in Names)
        {
            foreach (var value in GetValues(request, name))
            {
                length += name.Length + GetMaxLength(value);
            }
        }

        return length;
    }

    /// <summary>Fills the buffers; false when there are too many header lines.</summary>
    /// <param name="request">The request.</param>
    /// <param name="kind">HTTP/1.1 or HTTP/2.</param>
    /// <param name="withOrigin">Whether its origin is in the head.</param>
    /// <param name="head">The head.</param>
    public bool TryBuild(HttpRequest request, HandshakeKind kind, bool withOrigin, out HandshakeHead head)
    {
        var method = Append(request.Method);
        var target = Append(request.Path.Value);
        target = (target.Start, target.Length + Append(request.QueryString.Value).Length);
        foreach (var name in Names)
        {
            if (name == HeaderNames.Origin && !withOrigin)
            {
                continue;
            }

            foreach (var value in GetValues(request, name))
            {
                if (_fieldCount == _fields.Length)
                {
                    head = default;
                    return false;
                }

                var (nameStart, nameLength) = Append(name);
                var (valueStart, valueLength) = Append(value?.Trim(' ', '\t'));
                _fields[_fieldCount++] = new HeaderField(nameStart, nameLength, valueStart, valueLength);
            }
        }

        head = new HandshakeHead(
            kind,
            request.IsHttps,
            _bytes.Slice(method.Start, method.Length),
            _bytes.Slice(target.Start, target.Length),
            _bytes[.._length],
            _fields[.._fieldCount]);
        return true;
    }

    /// <summary>The authority counts as Host over HTTP/2, where there may be no such header (RFC 9113 section 8.3.1).</summary>
    private static StringValues GetValues(HttpRequest request, string name) =>
        name == HeaderNames.Host ? request.Host.Value : request.Headers[name];

    private static int GetMaxLength(string? text) => text is null ? 0 : Encoding.UTF8.GetMaxByteCount(text.Length);

    private (int Start, int Length) Append(string? text)
    {
        var start = _length;
        _length += Encoding.UTF8.GetBytes(text, _bytes[_length..]);
        return (start, _length - start);
    }
}
