using System.Buffers;
using System.Diagnostics;
using Endpoints.Protocol.Deflate;

namespace Endpoints.Protocol;

/// <summary>
/// The message that a <see cref="MessageReader"/> delivers piece by piece: checks its size and its text, and decompresses it in steps
/// of bounded size, so that a few bytes that stand for many never have to be held as many. Not thread-safe.
/// </summary>
/// <param name="takesText">Whether text messages are delivered so.</param>
/// <param name="takesBinary">Whether binary messages are delivered so.</param>
/// <param name="limits">How large they may be.</param>
/// <param name="inflater">Decompresses; <see langword="null"/> unless permessage-deflate was agreed on.</param>
internal sealed class BodyReader(bool takesText, bool takesBinary, BodyLimits limits, MessageInflater? inflater)
{
    /// <summary>Most compressed bytes that are taken at a time.</summary>
    public const int CompressedPieceSize = 4 * 1024;

    /// <summary>Largest piece that comes out of decompression.</summary>
    public const int InflatedPieceSize = 16 * 1024;

    private readonly BodyLimits _limits = limits;
    private readonly MessageInflater? _inflater = inflater;
    private byte[]? _compressed;
    private byte[]? _inflated;
    private int _start;
    private int _end;
    private long _length;
    private Utf8Validator _utf8;
    private Opcode _kind;
    private bool _isTailTaken;

    /// <summary>Whether a message is being delivered.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether there may be bytes to come out of <see cref="Inflate"/> without further input.</summary>
    public bool HasPending { get; private set; }

    /// <summary>Memory held now, in bytes.</summary>
    public int BufferedBytes => (_compressed?.Length ?? 0) + (_inflated?.Length ?? 0);

    public bool Takes(Opcode opcode) => opcode == Opcode.Text ? takesText : takesBinary && opcode == Opcode.Binary;

    /// <summary>Checks a frame against the limits, by what it announces (RFC 6455 section 10.4).</summary>
    /// <param name="payloadLength">Payload that the frame announces.</param>
    /// <param name="kind">What the message is, text or binary.</param>
    /// <param name="isCompressed">Whether the message is compressed.</param>
    public ProtocolRule CheckFrame(long payloadLength, Opcode kind, bool isCompressed)
    {
        long maxSize = _limits.MaxSizeOf(kind);
        if (payloadLength > _limits.MaxFrameSize && (!isCompressed || _limits.MaxFrameSize < maxSize))
        {
            return ProtocolRule.FrameTooLarge;
        }

        // What comes compressed is counted when it is not any more.
        return !isCompressed && payloadLength > maxSize - _length ? ProtocolRule.MessageTooLarge : ProtocolRule.None;
    }

    public void Begin(Opcode opcode)
    {
        Debug.Assert(!IsOpen && _length == 0, "The message before was closed.");
        IsOpen = true;
        _kind = opcode;
    }

    /// <summary>Checks the next bytes of a message, decompressed and unmasked.</summary>
    public ProtocolRule Append(ReadOnlySpan<byte> piece)
    {
        _length += piece.Length;
        if (_length > _limits.MaxSizeOf(_kind))
        {
            return ProtocolRule.MessageTooLarge;
        }

        return _kind == Opcode.Text && !_utf8.TryAppend(piece) ? ProtocolRule.TextNotUtf8 : ProtocolRule.None;
    }

    /// <summary>Takes compressed bytes over, once <see cref="HasPending"/> is false; unmask them in the copy that is returned.</summary>
    /// <param name="input">At most <see cref="CompressedPieceSize"/>, and not empty.</param>
    public Span<byte> TakeCompressed(ReadOnlySpan<byte> input)
    {
        Debug.Assert(!HasPending && _start == _end, "What was taken before was decompressed.");
        _compressed ??= ArrayPool<byte>.Shared.Rent(CompressedPieceSize);
        _start = 0;
        _end = input.Length;
        HasPending = true;
        input.CopyTo(_compressed);
        return _compressed.AsSpan(0, _end);
    }

    /// <summary>The last frame has ended: takes what the sender cut off. False when there is nothing to take, or no more.</summary>
    public bool TryTakeTail()
    {
        if (_isTailTaken || !_inflater!.NeedsTail)
        {
            return false;
        }

        _isTailTaken = true;
        TakeCompressed(MessageInflater.Tail);
        return true;
    }

    /// <summary>Decompresses the next piece of what was taken; it may be empty, and lives until the next call.</summary>
    public ProtocolRule Inflate(out ReadOnlySpan<byte> piece)
    {
        _inflated ??= ArrayPool<byte>.Shared.Rent(InflatedPieceSize);
        Span<byte> room = _inflated.AsSpan(0, InflatedPieceSize);
        ProtocolRule broken = _inflater!.Step(
            _compressed.AsSpan(_start, _end - _start), room, out int consumed, out int written, out bool mayHaveMore);
        _start += consumed;
        HasPending = mayHaveMore;
        piece = room[..written];
        ProtocolRule wrong = Append(piece);
        return wrong != ProtocolRule.None ? wrong : broken;
    }

    /// <summary>All bytes were delivered: checks what can be checked only now, and closes.</summary>
    /// <param name="isCompressed">Whether the message was compressed.</param>
    public ProtocolRule Complete(bool isCompressed)
    {
        ProtocolRule broken = !isCompressed ? ProtocolRule.None : _inflater!.EndMessage(_isTailTaken);
        if (broken == ProtocolRule.None && !_utf8.IsComplete)
        {
            broken = ProtocolRule.TextNotUtf8;
        }

        Close();
        return broken;
    }

    /// <summary>Forgets the message and gives memory back.</summary>
    public void Close()
    {
        IsOpen = false;
        HasPending = false;
        _isTailTaken = false;
        _length = 0;
        _start = _end = 0;
        _utf8 = default;
        Return(ref _compressed);
        Return(ref _inflated);
    }

    private static void Return(ref byte[]? array)
    {
        if (array is { } rented)
        {
            array = null;
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
