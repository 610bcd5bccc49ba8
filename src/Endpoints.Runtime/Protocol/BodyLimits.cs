namespace Endpoints.Protocol;

/// <summary>
/// What a peer may send at most in messages that are delivered piece by piece. They hold no memory but for the piece at hand, so only
/// what is set for the endpoint itself counts; one byte more is answered with 1009.
/// </summary>
/// <param name="MaxTextSize">Largest text message, in bytes, over all of its fragments and decompressed.</param>
/// <param name="MaxBinarySize">The same for binary ones.</param>
/// <param name="MaxFrameSize">Largest payload of one data frame, in bytes.</param>
internal readonly record struct BodyLimits(long MaxTextSize, long MaxBinarySize, long MaxFrameSize)
{
    public static BodyLimits None => new(long.MaxValue, long.MaxValue, long.MaxValue);

    /// <summary>Largest message of a kind, in bytes.</summary>
    /// <param name="kind">Text or binary.</param>
    public long MaxSizeOf(Opcode kind) => kind == Opcode.Text ? MaxTextSize : MaxBinarySize;
}
