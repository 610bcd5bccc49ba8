namespace Endpoints.Generated;

/// <summary>Keeps a payload alive until the handler that got it has completed.</summary>
internal interface IMessageLender
{
    /// <summary>Memory with the payload, valid until the current handler completes.</summary>
    ReadOnlyMemory<byte> Lend(ReadOnlySpan<byte> payload);
}
