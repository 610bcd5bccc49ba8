using Endpoints.Connections.Presence;

namespace Endpoints.Connections.Groups;

/// <summary>Who is present in which group. Nothing is kept for that before the first call that needs it.</summary>
internal sealed partial class SessionGroups
{
    private volatile bool _keepsPresence;

    /// <summary>Told of the presence of this process's sessions; <see langword="null"/> for nobody. To be set before presence is kept.</summary>
    public IPresenceObserver? PresenceObserver { get; set; }

    /// <summary>From here on presence is kept.</summary>
    public void KeepPresence()
    {
        if (_keepsPresence)
        {
            return;
        }

        foreach (var stripe in Stripes)
        {
            stripe.KeepPresence(PresenceObserver);
        }

        _keepsPresence = true;
    }

    /// <summary>Makes a session a member that tells something of itself; false when it is one, or has ended.</summary>
    public bool Join(WebSocketConnection session, string name, byte[] metadata) => KeepingStripeOf(name).Join(session, name, metadata);

    /// <inheritdoc cref="GroupStripe.SetPresence"/>
    public bool SetPresence(WebSocketConnection session, string name, byte[] metadata) => KeepingStripeOf(name).SetPresence(session, name, metadata);

    /// <inheritdoc cref="GroupStripe.CountPresent"/>
    public int CountPresent(string name) => KeepingStripeOf(name).CountPresent(name);

    /// <inheritdoc cref="GroupStripe.CountPresentHere"/>
    public int CountPresentHere(string name) => KeepingStripeOf(name).CountPresentHere(name);

    /// <summary>Those who are present in a group, those of other processes included as far as they are known, in the order in which they joined.</summary>
    public PresentMember[] Present(string name) => GroupPresence.InOrder(KeepingStripeOf(name).Present(name));

    /// <summary>Those of this process who are present in a group, in the order in which they joined.</summary>
    public PresentMember[] PresentHere(string name) => GroupPresence.InOrder(KeepingStripeOf(name).PresentHere(name));

    /// <inheritdoc cref="GroupStripe.PutPresent"/>
    public void PutPresent(string name, PresentMember member) => KeepingStripeOf(name).PutPresent(name, member);

    /// <inheritdoc cref="GroupStripe.RemovePresent"/>
    public void RemovePresent(string name, PresenceKey key) => KeepingStripeOf(name).RemovePresent(name, key);

    /// <inheritdoc cref="GroupStripe.ReplacePresent"/>
    public void ReplacePresent(string name, string nodeId, IReadOnlyCollection<PresentMember> members) =>
        KeepingStripeOf(name).ReplacePresent(name, nodeId, members);

    /// <inheritdoc cref="GroupStripe.ForgetPresentElsewhere"/>
    public void ForgetPresentElsewhere(string name) => KeepingStripeOf(name).ForgetPresentElsewhere(name);

    /// <inheritdoc cref="GroupStripe.FindPresent"/>
    public PresentMember? FindPresent(string name, string sessionId) =>
        Volatile.Read(ref _stripes) is { } stripes ? StripeOf(stripes, name).FindPresent(name, sessionId) : null;

    /// <inheritdoc cref="GroupStripe.Watch"/>
    public void Watch(string name, PresenceWatch watch) => KeepingStripeOf(name).Watch(name, watch);

    /// <inheritdoc cref="GroupStripe.Unwatch"/>
    public void Unwatch(string name, PresenceWatch watch) => StripeOf(Stripes, name).Unwatch(name, watch);

    private GroupStripe KeepingStripeOf(string name)
    {
        KeepPresence();
        return StripeOf(Stripes, name);
    }
}
