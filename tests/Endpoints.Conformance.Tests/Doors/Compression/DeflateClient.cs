using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;
using Endpoints.TestKit.Frames;

namespace Endpoints.Conformance.Tests.Doors.Compression;

/// <summary>The client's half of permessage-deflate: it keeps exactly to the window and the takeover that were agreed on, and no more.</summary>
internal sealed class DeflateClient(DeflateParameters agreed) : IDisposable
{
    private static readonly byte[] EmptyBlock = [0x00, 0x00, 0xFF, 0xFF];

    private Deflater? _deflater;
    private Inflater? _inflater;

    public byte[] Frame(Step.SendCompressed message)
    {
        byte[][] pieces = [.. FrameBuilder.Chop(Write(message.Payload), message.Fragments)];
        return FrameBuilder.Concat([.. pieces.SelectMany((piece, i) => FrameOf(i, piece))]);

        IEnumerable<byte[]> FrameOf(int i, byte[] piece)
        {
            var isLast = i == pieces.Length - 1;
            yield return FrameBuilder.Frame(
                i == 0 ? message.Opcode : Opcode.Continuation, piece, isLast, rsv: i == 0 ? ReservedBits.Rsv1 : ReservedBits.None);
            if (!isLast && message.Between is { } between)
            {
                yield return between;
            }
        }
    }

    /// <summary>Decompresses a message of the server with a window no larger than the one agreed on.</summary>
    public byte[] Read(byte[] compressed)
    {
        _inflater ??= new ZlibCodec().CreateInflater(agreed.ServerMaxWindowBits);
        if (agreed.ServerNoContextTakeover)
        {
            _inflater.Reset();
        }

        var source = (ReadOnlySpan<byte>)FrameBuilder.Concat(compressed, EmptyBlock);
        var result = new List<byte>();
        var buffer = new byte[64 * 1024];
        int written;
        do
        {
            if (_inflater.Inflate(source, buffer, out var consumed, out written) != InflateStatus.More)
            {
                throw new CaseFailedException("The server sent what cannot be decompressed with the window agreed on.");
            }

            source = source[consumed..];
            result.AddRange(buffer.AsSpan(0, written));
        }
        while (!source.IsEmpty || written == buffer.Length);

        return [.. result];
    }

    public void Dispose()
    {
        _deflater?.Dispose();
        _inflater?.Dispose();
    }

    private byte[] Write(byte[] payload)
    {
        if (payload.Length == 0)
        {
            // zlib writes nothing when it flushes twice; this is the RFC's empty message (section 7.2.3.6).
            return [0];
        }

        _deflater ??= new ZlibCodec().CreateDeflater(Math.Max(agreed.ClientMaxWindowBits, new ZlibCodec().MinWindowBits));
        var result = new List<byte>();
        var buffer = new byte[64 * 1024];
        var rest = (ReadOnlySpan<byte>)payload;
        bool isComplete;
        do
        {
            isComplete = _deflater.Deflate(rest, buffer, agreed.ClientNoContextTakeover, out var consumed, out var written);
            rest = rest[consumed..];
            result.AddRange(buffer.AsSpan(0, written));
        }
        while (!isComplete);

        return [.. result[..^EmptyBlock.Length]];
    }
}
