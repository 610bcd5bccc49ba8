using Endpoints.Protocol;

namespace Endpoints.Conformance.Tests.Doors;

/// <summary>What a client does in a case, or what has to come to it. One after the other; sending goes on while the next steps receive.</summary>
internal abstract record Step
{
    /// <summary>Bytes as they are, in writes of at most <paramref name="Chop"/> bytes; 0 for one write.</summary>
    public sealed record Send(byte[] Bytes, int Chop = 0) : Step;

    /// <summary>A message, compressed as was agreed on, in as many frames as there are sizes and one more.</summary>
    public sealed record SendCompressed(Opcode Opcode, byte[] Payload, params int[] Fragments) : Step
    {
        /// <summary>A whole frame behind each fragment but the last; it has to be a ping, for its pong is what comes.</summary>
        public byte[]? Between { get; init; }

        public int Chop { get; init; }
    }

    /// <summary>Exactly these bytes come next.</summary>
    public sealed record Receive(byte[] Bytes) : Step;

    /// <summary>A message in one frame comes next, compressed or not.</summary>
    public sealed record ReceiveMessage(Opcode Opcode, byte[] Payload) : Step;

    /// <summary>A close frame with this code comes next; its reason is the server's business, but has to be text.</summary>
    public sealed record ReceiveClose(int Code) : Step;
}
