namespace Endpoints;

/// <summary>A user who is in a group by one session or by several, as it was at one moment. Immutable.</summary>
public sealed class PresentUser
{
    internal PresentUser(string name, IReadOnlyList<PresentMember> sessions) => (Name, Sessions) = (name, sessions);

    /// <summary>The user, as <see cref="IWebSocketSessions{TEndpoint}.User"/> names them.</summary>
    public string Name { get; }

    /// <summary>When the first of the sessions that are there joined the group, in UTC.</summary>
    public DateTimeOffset Since => Sessions[0].Since;

    /// <summary>Their sessions in the group, at least one, in the order in which they joined.</summary>
    public IReadOnlyList<PresentMember> Sessions { get; }
}
