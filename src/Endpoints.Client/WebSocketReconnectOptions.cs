namespace Endpoints.Client;

/// <summary>When <see cref="WebSocketClient.KeepConnectedAsync"/> connects again, and how long it waits before.</summary>
/// <remarks>
/// The wait doubles with each failure in a row, from <see cref="FirstDelay"/> to <see cref="LongestDelay"/>, and a random part of it is left out, so
/// that the clients of a server that went down do not come back all at once. A server that says <c>Retry-After</c> with its refusal is waited for
/// as long as it says, at most a day; one that says with its close frame when to come back (<see cref="CloseStatusExtensions.GetRetryAfter"/>), as
/// this library's do while they stop, is gone back to after just that time the first time, and after no less later on; one that closed with 1012
/// and says nothing, after 5 to 30 s, as the registration of that code asks for.
/// </remarks>
public sealed class WebSocketReconnectOptions
{
    /// <summary>The wait after the first failure. Default 1 s; above 0, at most <see cref="LongestDelay"/>.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait. Default 30 s; at most one day.</summary>
    public TimeSpan LongestDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The part of each wait that is left to chance, 0 to 1. Default 0.5: between half of it and all of it is waited.</summary>
    public double Jitter { get; set; } = 0.5;

    /// <summary>Failures in a row after which it is given up; <see langword="null"/> (default) for never. At least 1.</summary>
    public int? MaxFailures { get; set; }

    /// <summary>
    /// How long a session must have lasted for the failures before it to be forgotten. Default 10 s; 0 to one day. A server that accepts and then
    /// drops is so waited for longer and longer.
    /// </summary>
    public TimeSpan StableAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether to connect again after a session that ended so. Default: after 1001, 1006, 1011, 1012, 1013 and 1014, which speak of the server or of
    /// the network; not after 1000 and what speaks of this client.
    /// </summary>
    public Func<CloseStatus, bool> ShouldReconnect { get; set; } = static status => status.Code is 1001 or 1006 or (>= 1011 and <= 1014);

    /// <summary>
    /// Is told of each change, one after the other, on the thread where it happened; what it throws ends everything.
    /// <see langword="null"/> (default) for nobody.
    /// </summary>
    public Action<WebSocketReconnectState>? OnStateChanged { get; set; }
}
