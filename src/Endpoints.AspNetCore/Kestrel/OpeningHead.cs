using System.Buffers;
using Endpoints.Dispatch;
using Endpoints.Handshake;

namespace Endpoints.AspNetCore.Kestrel;

/// <summary>
/// Tells by the fewest bytes whether a connection begins with an opening handshake (RFC 6455 section 4.1) for an endpoint that is served
/// here. What is not that, or is not well-formed, is the HTTP server's to answer. Lives as long as the head is read.
/// </summary>
/// <param name="heads">Finds endpoints.</param>
/// <param name="served">Those that are served here.</param>
internal sealed class OpeningHead(HeadProcessor heads, ServedRoutes served) : IDisposable
{
    private HeaderField[]? _fields;
    private byte[]? _copy;
    private HeadProgress _progress;

    /// <summary>Whether its request line has come, and names an endpoint that is served here.</summary>
    public bool IsForEndpoint { get; private set; }

    /// <summary>Looks at what has come.</summary>
    /// <param name="buffer">All of it, from the first byte of the connection on.</param>
    /// <param name="isSecure">Whether it came by TLS.</param>
    /// <param name="head">The head, if it is a handshake: a view that ends with the buffer, the next call, or this.</param>
    /// <param name="consumed">The size of the head, in bytes.</param>
    public OpeningVerdict Read(in ReadOnlySequence<byte> buffer, bool isSecure, out HandshakeHead head, out int consumed)
    {
        var bytes = buffer.IsSingleSegment ? buffer.FirstSpan : Copy(buffer);
        head = default;
        consumed = 0;
        if (bytes.Length < Method.Length)
        {
            return Method.StartsWith(bytes) ? OpeningVerdict.NeedMore : OpeningVerdict.NotOurs;
        }

        if (!bytes.StartsWith(Method))
        {
            return OpeningVerdict.NotOurs;
        }

        _fields ??= ArrayPool<HeaderField>.Shared.Rent(HeadProcessor.MaxHeaders);
        var status = RequestHeadParser.TryParse(
            bytes, _fields.AsSpan(0, HeadProcessor.MaxHeaders), HeadProcessor.MaxHeadSize, isSecure, ref _progress, out head, out consumed, out _);
        if (status == RequestHeadStatus.Malformed || (!IsForEndpoint && _progress.TargetLength > 0 && !Serves(bytes)))
        {
            return OpeningVerdict.NotOurs;
        }

        IsForEndpoint = _progress.TargetLength > 0;
        if (status == RequestHeadStatus.NeedMore)
        {
            return OpeningVerdict.NeedMore;
        }

        return new HeaderList(in head, HandshakeHeaders.Upgrade).ContainsIgnoreCase("websocket"u8) ? OpeningVerdict.Handshake : OpeningVerdict.NotOurs;
    }

    public void Dispose()
    {
        if (_fields is not null)
        {
            ArrayPool<HeaderField>.Shared.Return(_fields);
            _fields = null;
        }

        ReturnCopy();
    }

    // The only one of a handshake over HTTP/1.1, and most others differ from it in their first letter, HTTP/2 and TLS included.
    private static ReadOnlySpan<byte> Method => "GET "u8;

    private bool Serves(ReadOnlySpan<byte> bytes)
    {
        var target = bytes.Slice(_progress.MethodStart + _progress.MethodLength + 1, _progress.TargetLength);

        // The absolute form is for proxies, and the HTTP server knows it.
        return target[0] == '/' && served.Contains(heads.Find(target));
    }

    /// <summary>As much of the buffer as a head may have, in one piece.</summary>
    private ReadOnlySpan<byte> Copy(in ReadOnlySequence<byte> buffer)
    {
        var length = (int)Math.Min(buffer.Length, HeadProcessor.MaxHeadSize);
        if (_copy is null || _copy.Length < length)
        {
            ReturnCopy();
            _copy = ArrayPool<byte>.Shared.Rent(length);
        }

        buffer.Slice(0, length).CopyTo(_copy);
        return _copy.AsSpan(0, length);
    }

    private void ReturnCopy()
    {
        if (_copy is not null)
        {
            ArrayPool<byte>.Shared.Return(_copy);
            _copy = null;
        }
    }
}
