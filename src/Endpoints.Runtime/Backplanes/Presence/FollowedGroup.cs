using Endpoints.Connections.Presence;

namespace Endpoints.Backplanes.Presence;

/// <summary>A group whose members in other processes this one knows. The lock of its <see cref="ClusterPresence"/> guards it.</summary>
/// <param name="name">The group.</param>
internal sealed class FollowedGroup(string name)
{
    public string Name => name;

    /// <summary>How many watch it, or wait to know who is there.</summary>
    public int Uses { get; set; }

    /// <summary>When the last of them had enough.</summary>
    public long UnusedSince { get; set; }

    /// <summary>Whether the others have to be asked, for the first time or once more.</summary>
    public bool IsUnasked { get; set; } = true;

    /// <summary>The other processes that have members, and the state of theirs that is known.</summary>
    public Dictionary<Guid, Holder> Holders { get; } = [];

    /// <summary>Completes when the others have answered, or have had the time to.</summary>
    public TaskCompletionSource Known { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Has the others asked once more.</summary>
    public void Unask()
    {
        IsUnasked = true;
        if (Known.Task.IsCompleted)
        {
            Known = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>A process that has members.</summary>
    public sealed class Holder(Guid node)
    {
        /// <summary>What the process is called in <see cref="PresentMember.NodeId"/>.</summary>
        public string NodeId { get; } = ClusterMembers.NameOf(node);

        /// <summary>The state of its members that is known; 0 for that it has none.</summary>
        public ulong Version { get; set; }

        /// <summary>Whether it has been asked for its members, for a change was missed.</summary>
        public bool IsAsked { get; set; }

        /// <summary>The list that is coming; <see langword="null"/> while none is.</summary>
        public PresencePages? Pages { get; set; }
    }
}
