using System.ComponentModel;

namespace Endpoints.Generated;

/// <summary>A complete message on its way to a handler. The payload lives in the transport's buffer and ends with the call.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct IncomingMessage
{
    private readonly IMessageLender? _lender;

    internal IncomingMessage(ReadOnlySpan<byte> payload, IMessageLender? lender)
    {
        Payload = payload;
        _lender = lender;
    }

    /// <summary>The payload; valid until the handler returns.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>The payload; valid until the handler's task completes. Copies it out of the transport's buffer where it must.</summary>
    public ReadOnlyMemory<byte> AsMemory() => _lender is null ? Payload.ToArray() : _lender.Lend(Payload);
}
