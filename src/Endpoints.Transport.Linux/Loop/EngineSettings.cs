namespace Endpoints.Transport.Linux.Loop;

/// <summary>Sizes of an engine.</summary>
internal sealed record EngineSettings
{
    /// <summary>Bytes that one receive takes at most.</summary>
    public int ReceiveBufferSize { get; init; } = 64 * 1024;

    /// <summary>Receive buffers that a loop keeps, whatever its activity.</summary>
    public int MinReceiveBuffers { get; init; } = 64;

    /// <summary>Receive buffers that a loop has at most; a power of two.</summary>
    public int MaxReceiveBuffers { get; init; } = 1024;

    /// <summary>Whether memory that was given back is overwritten, so that a use after that shows.</summary>
    public bool IsGuarded { get; init; }
}
