namespace Endpoints.Client;

/// <summary>Where a client of a host connects to, and how.</summary>
public sealed class WebSocketClientRegistration
{
    /// <summary>The address; has to be set.</summary>
    public Uri? Address { get; set; }

    /// <summary>What to send and what to bear. The log goes to the host's where no other is set.</summary>
    public WebSocketClientOptions Options { get; } = new();

    /// <summary>When to connect again.</summary>
    public WebSocketReconnectOptions Reconnect { get; } = new();
}
