namespace Endpoints;

/// <summary>A complete message on its way through filters.</summary>
public readonly struct FilteredMessage
{
    /// <summary>A message, for tests of filters.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="isText">Whether it is text.</param>
    public FilteredMessage(ReadOnlyMemory<byte> payload, bool isText)
        : this(payload, isText, lender: null)
    {
    }

    internal FilteredMessage(ReadOnlyMemory<byte> payload, bool isText, object? lender)
    {
        Payload = payload;
        IsText = isText;
        Lender = lender;
    }

    /// <summary>The payload, in pooled memory that ends with the call of the filter; valid UTF-8 where the message is text.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>Whether it is a text message; otherwise it is a binary one.</summary>
    public bool IsText { get; }

    /// <summary>What the payload was lent by; opaque here.</summary>
    internal object? Lender { get; }
}
