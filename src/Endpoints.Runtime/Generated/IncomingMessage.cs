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
    /// <remarks>Calling it again gives the same memory.</remarks>
    public ReadOnlyMemory<byte> AsMemory() => _lender is null ? Payload.ToArray() : _lender.Lend(Payload);

    /// <summary>The message as filters get it, which may await before they pass it on. Copies the payload where it must.</summary>
    /// <param name="isText">Whether it is text.</param>
    public FilteredMessage Keep(bool isText) => new(AsMemory(), isText, _lender);

    /// <summary>The message that came through filters, for the handler.</summary>
    public static IncomingMessage Of(FilteredMessage message) => new(message.Payload.Span, (IMessageLender?)message.Lender);
}
