namespace Endpoints.Protocol;

/// <summary>One event that <see cref="MessageReader.Read"/> found, and how much of the input it took.</summary>
internal readonly ref struct ReadResult
{
    private readonly byte[]? _assembled;

    internal ReadResult(ReadOutcome outcome, int consumed)
    {
        Outcome = outcome;
        Consumed = consumed;
    }

    internal ReadResult(ReadOutcome outcome, int consumed, ReadOnlySpan<byte> payload, byte[]? assembled = null)
        : this(outcome, consumed)
    {
        Payload = payload;
        _assembled = assembled;
    }

    internal ReadResult(int consumed, ReadOnlySpan<byte> closePayload, int closeCode)
        : this(ReadOutcome.Close, consumed, closePayload)
    {
        CloseCode = closeCode;
    }

    internal ReadResult(int consumed, ReadOnlySpan<byte> piece, bool isLast)
        : this(ReadOutcome.BodyPiece, consumed, piece)
    {
        IsLast = isLast;
    }

    internal ReadResult(int consumed, ProtocolRule broken)
        : this(ReadOutcome.Violation, consumed)
    {
        Violation = new ProtocolViolation(broken);
    }

    public ReadOutcome Outcome { get; }

    /// <summary>Bytes at the front of the input that are done with. The caller goes on with the rest.</summary>
    public int Consumed { get; }

    /// <summary>
    /// The payload of a message, of a piece of one, or of a control frame, unmasked. A piece that was decompressed lives until the next
    /// <see cref="MessageReader.Read"/>. For all others: unless <see cref="IsAssembled"/> it is a slice of the input, namely
    /// the last bytes before <see cref="Consumed"/>, and lives as long as the input does.
    /// </summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Whether a <see cref="ReadOutcome.BodyPiece"/> ends its message.</summary>
    public bool IsLast { get; }

    /// <summary>Whether the payload lives in the reader's own array. See <see cref="Memory"/>.</summary>
    public bool IsAssembled => _assembled is not null;

    /// <summary>
    /// The payload of an assembled message; empty otherwise. Valid until <see cref="MessageReader.ReleaseMessage"/>, the next
    /// <see cref="MessageReader.Read"/> that is not limited to control frames, or <see cref="MessageReader.Dispose"/>.
    /// </summary>
    public ReadOnlyMemory<byte> Memory => _assembled.AsMemory(0, _assembled is null ? 0 : Payload.Length);

    /// <summary>The code of a close frame; 1005 when it held none; 0 for all other outcomes.</summary>
    public int CloseCode { get; }

    /// <summary>The reason of a close frame, valid UTF-8; empty when it held none.</summary>
    public ReadOnlySpan<byte> Reason => Outcome == ReadOutcome.Close && !Payload.IsEmpty ? Payload[sizeof(ushort)..] : default;

    /// <summary>What the peer did wrong; <see langword="default"/> unless the outcome is <see cref="ReadOutcome.Violation"/>.</summary>
    public ProtocolViolation Violation { get; }
}
