namespace Endpoints.Handshake;

/// <summary>What an endpoint's validator decided about a request head.</summary>
public readonly struct HandshakeVerdict
{
    private HandshakeVerdict(HandshakeFault fault, int protocolIndex)
    {
        Fault = fault;
        ProtocolIndex = protocolIndex;
    }

    /// <summary>Whether the handshake is accepted.</summary>
    public bool IsAccepted => Fault == HandshakeFault.None;

    /// <summary>Why it is refused.</summary>
    public HandshakeFault Fault { get; }

    /// <summary>The agreed sub-protocol as an index into the endpoint's list; -1 for none.</summary>
    public int ProtocolIndex { get; }

    /// <summary>Accepts.</summary>
    /// <param name="protocolIndex">The agreed sub-protocol, or -1.</param>
    public static HandshakeVerdict Accept(int protocolIndex) => new(HandshakeFault.None, protocolIndex);

    /// <summary>Refuses.</summary>
    /// <param name="fault">Why; not <see cref="HandshakeFault.None"/>.</param>
    public static HandshakeVerdict Reject(HandshakeFault fault) => new(fault, -1);
}
