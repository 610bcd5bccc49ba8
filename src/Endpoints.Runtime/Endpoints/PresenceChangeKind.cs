namespace Endpoints;

/// <summary>What a <see cref="PresenceChange"/> or a <see cref="UserPresenceChange"/> tells.</summary>
public enum PresenceChangeKind
{
    /// <summary>Was there when the watch began: the first that a watch tells is who is there.</summary>
    Present,

    /// <summary>Has come.</summary>
    Joined,

    /// <summary>Is there still, with other metadata, or, as a user, with other sessions.</summary>
    Updated,

    /// <summary>Has gone. What comes with it is what was known last.</summary>
    Left,
}
