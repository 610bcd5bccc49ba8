namespace Endpoints.Connections.Presence;

/// <summary>Told of the sessions of this process in all groups of an endpoint. Under the lock of the group, so in the right order; to be short.</summary>
internal interface IPresenceObserver
{
    /// <summary>Presence is kept from now on, and a group has members already.</summary>
    void Found(string group);

    /// <summary>A session of this process has come, has changed or has gone.</summary>
    void Changed(string group, PresenceChangeKind kind, PresentMember member);
}
