namespace Endpoints;

/// <summary>
/// What becomes of a message for which a session's send queue has no room, because its peer reads more slowly than messages come. Docs:
/// howto/slow-consumers.md.
/// </summary>
/// <remarks>
/// The queue is what waits behind the batch that is being written. Only whole messages are dropped, none of which a byte has left; control frames never
/// are. With any policy but <see cref="Wait"/> the peer's messages are delivered however much waits for it.
/// </remarks>
public enum SendPolicy : byte
{
    /// <summary>The sender waits, or is told that there is no room. Messages of the peer wait as well while half of the queue is full.</summary>
    Wait,

    /// <summary>The message is dropped, and what waits stays.</summary>
    DropNewest,

    /// <summary>As many of the messages that have waited longest are dropped as it needs room.</summary>
    DropOldest,

    /// <summary>
    /// A message takes the place of the one with its key that waits, whether the queue is full or not; see <see cref="KeepLatestAttribute"/>. One
    /// without a key, or for whose key nothing waits, goes to the end as with <see cref="DropOldest"/>.
    /// </summary>
    KeepLatest,

    /// <summary>The session is closed with 1013, and all that waits is dropped.</summary>
    Disconnect,
}
