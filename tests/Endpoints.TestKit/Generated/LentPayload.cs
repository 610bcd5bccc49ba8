using Endpoints.Generated;

namespace Endpoints.TestKit.Generated;

/// <summary>A payload that is memory already, as a connection that assembled it has it: taking it over copies nothing.</summary>
public sealed class LentPayload(byte[] payload)
{
    private readonly Lender _lender = new(payload);

    /// <summary>The payload as a message.</summary>
    public IncomingMessage Message => new(payload, _lender);

    private sealed class Lender(byte[] payload) : IMessageLender
    {
        public ReadOnlyMemory<byte> Lend(ReadOnlySpan<byte> requested) => payload.AsMemory(0, requested.Length);
    }
}
