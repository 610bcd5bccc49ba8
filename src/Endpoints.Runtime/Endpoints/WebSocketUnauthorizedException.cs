namespace Endpoints;

/// <summary>
/// A session used a handler that it may not use; the handler did not run. Where no <c>[OnError]</c> handler takes it, the session is
/// closed with 1008.
/// </summary>
/// <param name="handler">The handler's class and method.</param>
public sealed class WebSocketUnauthorizedException(string handler) : Exception($"The session may not use {handler}.")
{
    /// <summary>The handler's class and method.</summary>
    public string Handler { get; } = handler;
}
