namespace Endpoints.Connections;

/// <summary>What operators ask of a session, and nobody else.</summary>
internal sealed partial class WebSocketConnection
{
    /// <summary>Its identifier, if somebody has asked for that before.</summary>
    internal string? KnownId => _extras?.Id;

    /// <summary>Since when it is open, as precise as the clock of deadlines.</summary>
    internal DateTimeOffset StartedAt => Time.GetUtcNow() - Time.GetElapsedTime(_startedAt);

    /// <summary>When the peer was last heard, as precise as the clock of deadlines.</summary>
    internal DateTimeOffset LastReceivedAt => Time.GetUtcNow() - Time.GetElapsedTime(Volatile.Read(ref _lastReceived));

    /// <summary>Whether permessage-deflate was agreed on.</summary>
    internal bool IsCompressed => _extras?.Deflater is not null;
}
