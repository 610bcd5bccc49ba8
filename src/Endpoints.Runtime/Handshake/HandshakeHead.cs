using System.Text;

namespace Endpoints.Handshake;

/// <summary>
/// A request head as spans: what the generated validators read. A view; the bytes and the fields belong to the caller.
/// </summary>
public readonly ref struct HandshakeHead
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ReadOnlySpan<HeaderField> _headers;

    /// <summary>Creates a view.</summary>
    /// <param name="kind">HTTP/1.1 upgrade or HTTP/2 extended CONNECT.</param>
    /// <param name="isSecure">Whether the transport itself is known to be TLS; false behind a proxy that ends TLS.</param>
    /// <param name="method">The method, as sent.</param>
    /// <param name="target">The request target, as sent (origin form: path and query).</param>
    /// <param name="bytes">The bytes that <paramref name="headers"/> points into.</param>
    /// <param name="headers">The header lines in the order in which they were sent.</param>
    public HandshakeHead(
        HandshakeKind kind,
        bool isSecure,
        ReadOnlySpan<byte> method,
        ReadOnlySpan<byte> target,
        ReadOnlySpan<byte> bytes,
        ReadOnlySpan<HeaderField> headers)
    {
        Kind = kind;
        IsSecure = isSecure;
        Method = method;
        Target = target;
        _bytes = bytes;
        _headers = headers;
    }

    /// <summary>HTTP/1.1 upgrade or HTTP/2 extended CONNECT.</summary>
    public HandshakeKind Kind { get; }

    /// <summary>Whether the transport itself is known to be TLS.</summary>
    public bool IsSecure { get; }

    /// <summary>The method, as sent.</summary>
    public ReadOnlySpan<byte> Method { get; }

    /// <summary>The request target, as sent.</summary>
    public ReadOnlySpan<byte> Target { get; }

    /// <summary>How many header lines there are.</summary>
    public int HeaderCount => _headers.Length;

    /// <summary>The name of a header line, as sent.</summary>
    /// <param name="index">0 to <see cref="HeaderCount"/> - 1.</param>
    public ReadOnlySpan<byte> GetName(int index) => _bytes.Slice(_headers[index].NameStart, _headers[index].NameLength);

    /// <summary>The value of a header line without white space around it.</summary>
    /// <param name="index">0 to <see cref="HeaderCount"/> - 1.</param>
    public ReadOnlySpan<byte> GetValue(int index) => _bytes.Slice(_headers[index].ValueStart, _headers[index].ValueLength);

    /// <summary>The same head without the lines of one header.</summary>
    /// <param name="name">The header's name, in any case.</param>
    /// <param name="fields">Takes the lines that are left; as many as <see cref="HeaderCount"/> at least.</param>
    internal HandshakeHead Without(scoped ReadOnlySpan<byte> name, Span<HeaderField> fields)
    {
        var count = 0;
        for (var i = 0; i < _headers.Length; i++)
        {
            if (!Ascii.EqualsIgnoreCase(GetName(i), name))
            {
                fields[count++] = _headers[i];
            }
        }

        return new HandshakeHead(Kind, IsSecure, Method, Target, _bytes, fields[..count]);
    }
}
