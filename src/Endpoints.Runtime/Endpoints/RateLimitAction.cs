namespace Endpoints;

/// <summary>What happens to a session whose peer sends more than its rate limit allows. Docs: howto/limit-clients.md.</summary>
public enum RateLimitAction
{
    /// <summary>The session is closed with 1008, and what is beyond the limit is not handled.</summary>
    Close,

    /// <summary>What is beyond the limit is dropped and counted, and the session goes on. A ping that is dropped gets no pong.</summary>
    Drop,

    /// <summary>
    /// Nothing is read from the peer until it may send again, so that its own sends wait: TCP holds them back. Nothing is lost, and no frame is
    /// looked at meanwhile but a close frame that comes next: one behind others waits with them.
    /// </summary>
    Delay,
}
