namespace Endpoints.Connections;

/// <summary>What a session closes with when its handlers have returned. An object, so that it is there as a whole or not at all.</summary>
/// <param name="Status">The code and the reason.</param>
internal sealed record LeavingStatus(CloseStatus Status);
