using Endpoints.Generated;

namespace Endpoints.TestKit.Generated;

/// <summary>Makes messages for dispatchers that are called without a connection.</summary>
public static class IncomingMessages
{
    /// <summary>A message over the caller's bytes; its memory is a copy.</summary>
    public static IncomingMessage Of(ReadOnlySpan<byte> payload) => new(payload, lender: null);
}
