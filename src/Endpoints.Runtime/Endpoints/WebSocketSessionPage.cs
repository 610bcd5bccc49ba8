namespace Endpoints;

/// <summary>Some of the sessions that an operator has asked for.</summary>
/// <param name="Sessions">The sessions, in the order of their identifiers.</param>
/// <param name="Next">What to ask for the next page with (<see cref="WebSocketSessionQuery.After"/>); <see langword="null"/> when there is none.</param>
public sealed record WebSocketSessionPage(IReadOnlyList<WebSocketSessionFacts> Sessions, string? Next);
