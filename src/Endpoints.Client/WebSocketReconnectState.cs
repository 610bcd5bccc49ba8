namespace Endpoints.Client;

/// <summary>A change that <see cref="WebSocketReconnectOptions.OnStateChanged"/> is told of.</summary>
/// <param name="Phase">What it is about to do.</param>
/// <param name="Failures">Failures in a row before this; 0 at first.</param>
/// <param name="Delay">How long it waits; 0 but in <see cref="WebSocketReconnectPhase.Waiting"/>.</param>
/// <param name="Status">How the session ended that it waits after; <see langword="null"/> where there was none.</param>
/// <param name="Error">Why there was no session; <see langword="null"/> where there was one.</param>
public readonly record struct WebSocketReconnectState(
    WebSocketReconnectPhase Phase, int Failures, TimeSpan Delay = default, CloseStatus? Status = null, Exception? Error = null);
