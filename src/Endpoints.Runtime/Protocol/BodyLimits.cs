namespace Endpoints.Protocol;

/// <summary>
/// What a peer may send at most in messages that are delivered piece by piece. They hold no memory but for the piece at hand, so only
/// what the endpoint itself sets counts; one byte more is answered with 1009.
/// </summary>
/// <param name="MaxSize">Largest message, in bytes, over all of its fragments and decompressed.</param>
/// <param name="MaxFrameSize">Largest payload of one data frame, in bytes.</param>
internal readonly record struct BodyLimits(long MaxSize, long MaxFrameSize)
{
    public static BodyLimits None => new(long.MaxValue, long.MaxValue);
}
