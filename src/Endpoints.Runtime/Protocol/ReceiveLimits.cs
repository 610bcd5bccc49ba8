namespace Endpoints.Protocol;

/// <summary>What a peer may send at most; one byte more is answered with 1009 (RFC 6455 section 10.4).</summary>
/// <remarks>
/// There is no bound on the number of fragments, because fragments cost nothing here: a message is assembled in one contiguous array
/// that grows with the bytes that arrived, so a flood of tiny fragments holds no more than the same bytes in one frame.
/// </remarks>
internal readonly record struct ReceiveLimits
{
    /// <summary>Limits that tell text from binary.</summary>
    /// <param name="maxTextSize">Largest text message, in bytes of UTF-8, over all of its fragments.</param>
    /// <param name="maxBinarySize">Largest binary message, in bytes, over all of its fragments.</param>
    /// <param name="maxFrameSize">Largest payload of one data frame, in bytes. Control frames have their own bound, 125.</param>
    public ReceiveLimits(int maxTextSize, int maxBinarySize, int maxFrameSize)
    {
        MaxTextSize = maxTextSize;
        MaxBinarySize = maxBinarySize;
        MaxFrameSize = maxFrameSize;
        MaxWholeSize = Math.Min(maxFrameSize, Math.Min(maxTextSize, maxBinarySize));
    }

    /// <summary>One limit for messages of both kinds.</summary>
    /// <param name="maxMessageSize">Largest message, in bytes, over all of its fragments.</param>
    /// <param name="maxFrameSize">Largest payload of one data frame, in bytes.</param>
    public ReceiveLimits(int maxMessageSize, int maxFrameSize)
        : this(maxMessageSize, maxMessageSize, maxFrameSize)
    {
    }

    public int MaxTextSize { get; }

    public int MaxBinarySize { get; }

    public int MaxFrameSize { get; }

    /// <summary>What a message in one frame may have, of whichever kind it is: one comparison where nearly all messages pass.</summary>
    public int MaxWholeSize { get; }

    /// <summary>Largest message of a kind, in bytes.</summary>
    /// <param name="kind">Text or binary.</param>
    public int MaxSizeOf(Opcode kind) => kind == Opcode.Text ? MaxTextSize : MaxBinarySize;
}
