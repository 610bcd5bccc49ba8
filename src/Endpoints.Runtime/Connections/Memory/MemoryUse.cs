namespace Endpoints.Connections.Memory;

/// <summary>What memory was asked for when a budget had no room.</summary>
internal enum MemoryUse
{
    /// <summary>A message of the peer, or the context that inflates it.</summary>
    Message,

    /// <summary>Input that was not consumed.</summary>
    Input,

    /// <summary>A message to the peer, behind others that it has not read.</summary>
    Output,

    /// <summary>A request head.</summary>
    Head,

    /// <summary>A new session.</summary>
    Session,
}
