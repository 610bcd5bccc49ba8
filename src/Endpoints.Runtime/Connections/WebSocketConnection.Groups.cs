using Endpoints.Connections.Groups;

namespace Endpoints.Connections;

/// <summary>The groups that the session is a member of.</summary>
internal sealed partial class WebSocketConnection
{
    /// <summary>Most groups that a session is in.</summary>
    internal const int MaxGroups = 1024;

    /// <summary>Longest name of a group, in UTF-16 code units.</summary>
    internal const int MaxGroupName = 256;

    public override IReadOnlyCollection<string> Groups
    {
        get
        {
            using (_gate.Hold())
            {
                return _extras?.Groups is { } groups ? [.. groups.Where(static group => !group.Stripe.IsOfUsers).Select(static group => group.Name)] : [];
            }
        }
    }

    public override bool Join(string group)
    {
        CheckName(group);
        return _shared.Groups.Join(this, group);
    }

    public override bool Leave(string group)
    {
        CheckName(group);
        return _shared.Groups.Leave(this, group);
    }

    /// <summary>Notes a membership; false when there is one, or the session has ended. Under the lock of the group.</summary>
    internal bool NoteJoined(SessionGroup group)
    {
        using (_gate.Hold())
        {
            if (_rundownComplete)
            {
                return false;
            }

            var groups = Extras.Groups ??= [];
            if (groups.Contains(group))
            {
                return false;
            }

            if (groups.Count == MaxGroups)
            {
                throw new InvalidOperationException(
                    $"A session is in at most {MaxGroups} groups. Leave some before it joins others, or send by IWebSocketSessions<T>.All.Where(...).");
            }

            groups.Add(group);
            return true;
        }
    }

    /// <summary>Forgets a membership; false when there is none. Under the lock of the group.</summary>
    internal bool NoteLeft(SessionGroup group)
    {
        using (_gate.Hold())
        {
            return _extras?.Groups?.Remove(group) ?? false;
        }
    }

    /// <summary>The session has ended, and no group takes it any more.</summary>
    private void LeaveGroups()
    {
        List<SessionGroup>? groups;
        using (_gate.Hold())
        {
            groups = _extras?.Groups;
            if (groups is not null)
            {
                _extras!.Groups = null;
            }
        }

        foreach (var group in groups ?? [])
        {
            group.Stripe.Remove(group, this);
        }
    }

    private static void CheckName(string group)
    {
        ArgumentException.ThrowIfNullOrEmpty(group);
        if (group.Length > MaxGroupName)
        {
            throw new ArgumentException($"A group's name has at most {MaxGroupName} characters.", nameof(group));
        }
    }
}
