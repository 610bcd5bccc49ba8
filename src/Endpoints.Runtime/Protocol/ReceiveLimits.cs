namespace Endpoints.Protocol;

/// <summary>What a peer may send at most; one byte more is answered with 1009 (RFC 6455 section 10.4).</summary>
/// <remarks>
/// There is no bound on the number of fragments, because fragments cost nothing here: a message is assembled in one contiguous array
/// that grows with the bytes that arrived, so a flood of tiny fragments holds no more than the same bytes in one frame.
/// </remarks>
/// <param name="MaxMessageSize">Largest message, in bytes, over all of its fragments.</param>
/// <param name="MaxFrameSize">Largest payload of one data frame, in bytes. Control frames have their own bound, 125.</param>
internal readonly record struct ReceiveLimits(int MaxMessageSize, int MaxFrameSize);
