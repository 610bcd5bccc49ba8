namespace Endpoints;

/// <summary>How many instances of an endpoint class there are.</summary>
public enum EndpointLifetime
{
    /// <summary>One instance a session, disposed when the session ends; its fields are the session's state.</summary>
    Session,

    /// <summary>One instance for all sessions of the application; its handlers run concurrently for different sessions.</summary>
    Singleton,
}
