using Endpoints.Connections.Presence;

namespace Endpoints.Connections.Groups;

/// <summary>Who is present in which group. Nothing is kept for that before the first call that needs it.</summary>
internal sealed partial class SessionGroups
{
    private volatile bool _keepsPresence;

    /// <summary>From here on presence is kept.</summary>
    public void KeepPresence()
    {
        if (_keepsPresence)
        {
            return;
        }

        foreach (var stripe in Stripes)
        {
            stripe.KeepPresence();
        }

        _keepsPresence = true;
    }

    /// <summary>Makes a session a member that tells something of itself; false when it is one, or has ended.</summary>
    public bool Join(WebSocketConnection session, string name, byte[] metadata)
    {
        KeepPresence();
        return StripeOf(Stripes, name).Join(session, name, metadata);
    }

    /// <inheritdoc cref="GroupStripe.SetPresence"/>
    public bool SetPresence(WebSocketConnection session, string name, byte[] metadata)
    {
        KeepPresence();
        return StripeOf(Stripes, name).SetPresence(session, name, metadata);
    }

    /// <inheritdoc cref="GroupStripe.CountPresent"/>
    public int CountPresent(string name)
    {
        KeepPresence();
        return StripeOf(Stripes, name).CountPresent(name);
    }

    /// <summary>Those who are present in a group, in the order in which they joined.</summary>
    public PresentMember[] Present(string name)
    {
        KeepPresence();
        return GroupPresence.InOrder(StripeOf(Stripes, name).Present(name));
    }

    /// <inheritdoc cref="GroupStripe.FindPresent"/>
    public PresentMember? FindPresent(string name, string sessionId) =>
        Volatile.Read(ref _stripes) is { } stripes ? StripeOf(stripes, name).FindPresent(name, sessionId) : null;

    /// <inheritdoc cref="GroupStripe.Watch"/>
    public void Watch(string name, PresenceWatch watch)
    {
        KeepPresence();
        StripeOf(Stripes, name).Watch(name, watch);
    }

    /// <inheritdoc cref="GroupStripe.Unwatch"/>
    public void Unwatch(string name, PresenceWatch watch) => StripeOf(Stripes, name).Unwatch(name, watch);
}
