using Endpoints.Connections.Groups;

namespace Endpoints.Connections;

/// <summary>What the session tells of itself in its groups.</summary>
internal sealed partial class WebSocketConnection
{
    /// <summary>What it tells in all of them, as JSON; empty for nothing.</summary>
    internal ReadOnlyMemory<byte> PresenceJson => _extras is { } extras ? Volatile.Read(ref extras.Presence) : null;

    internal override void SetPresenceJson(byte[] metadata)
    {
        SessionGroup[] groups;
        using (_gate.Hold())
        {
            if (_rundownComplete)
            {
                return;
            }

            Extras.Presence = metadata;
            groups = [.. Extras.Groups ?? []];
        }

        // A group that is joined at this moment is among them, or has read what was just written.
        foreach (var group in groups)
        {
            group.Stripe.RefreshPresence(this, group.Name);
        }
    }

    internal override bool SetPresenceJson(string group, byte[] metadata)
    {
        CheckName(group);
        return _shared.Groups.SetPresence(this, group, metadata);
    }

    internal override bool JoinWithPresence(string group, byte[] metadata)
    {
        CheckName(group);
        return _shared.Groups.Join(this, group, metadata);
    }
}
