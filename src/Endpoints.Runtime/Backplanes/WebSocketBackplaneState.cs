namespace Endpoints.Backplanes;

/// <summary>Whether messages reach other processes.</summary>
public enum WebSocketBackplaneState
{
    /// <summary>Not for now: there is no connection, messages reach the sessions of this process only, and it is tried again.</summary>
    Disconnected,

    /// <summary>They do.</summary>
    Connected,

    /// <summary>The application has not started, or has stopped.</summary>
    Stopped,
}
