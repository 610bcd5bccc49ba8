using Microsoft.Extensions.Logging;

namespace Endpoints.Backplanes;

/// <summary>The other processes: when each was heard of, how far its messages have been counted, what it has announced. Safe to use from any thread.</summary>
/// <param name="time">The clock.</param>
/// <param name="expiry">How long a silent process counts.</param>
/// <param name="logger">For who comes and goes.</param>
internal sealed class ClusterMembers(TimeProvider time, TimeSpan expiry, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Member> _members = [];

    /// <summary>A message of a process has come; false when it was counted before.</summary>
    public bool Accept(Guid node, ulong sequence)
    {
        lock (_gate)
        {
            if (!_members.TryGetValue(node, out var member))
            {
                _members.Add(node, member = new Member());
            }

            member.HeardAt = time.GetTimestamp();
            if (sequence <= member.Sequence)
            {
                return false;
            }

            member.Sequence = sequence;
            return true;
        }
    }

    /// <summary>A process has announced itself; true when it had not before.</summary>
    public bool Announced(Guid node, string name, Dictionary<string, int> sessions)
    {
        bool isNew;
        lock (_gate)
        {
            if (!_members.TryGetValue(node, out var member))
            {
                return false;
            }

            isNew = member.Sessions is null;
            (member.Name, member.Sessions) = (name, sessions);
        }

        if (isNew)
        {
            BackplaneLog.NodeAppeared(logger, NameOf(node), name);
        }

        return isNew;
    }

    /// <summary>A process says that it stops.</summary>
    public void Remove(Guid node)
    {
        bool wasThere;
        lock (_gate)
        {
            wasThere = _members.Remove(node);
        }

        if (wasThere)
        {
            BackplaneLog.NodeGone(logger, NameOf(node), "it has stopped");
        }
    }

    /// <summary>Forgets the processes that have been silent for too long; gives them.</summary>
    public IReadOnlyList<Guid> Sweep()
    {
        List<Guid>? gone = null;
        lock (_gate)
        {
            foreach (var (node, member) in _members)
            {
                if (!IsAlive(member))
                {
                    (gone ??= []).Add(node);
                }
            }

            foreach (var node in gone ?? [])
            {
                _members.Remove(node);
            }
        }

        foreach (var node in gone ?? [])
        {
            BackplaneLog.NodeGone(logger, NameOf(node), "it was silent for too long");
        }

        return gone ?? [];
    }

    /// <summary>Those that have announced themselves and are not silent.</summary>
    public IReadOnlyList<(Guid Node, string Name, IReadOnlyDictionary<string, int> Sessions)> Alive()
    {
        lock (_gate)
        {
            return [.. _members
                .Where(pair => pair.Value.Sessions is not null && IsAlive(pair.Value))
                .Select(pair => (pair.Key, pair.Value.Name, (IReadOnlyDictionary<string, int>)pair.Value.Sessions!))];
        }
    }

    /// <summary>How a process is called in logs and in the broker.</summary>
    public static string NameOf(Guid node) => node.ToString("N");

    private bool IsAlive(Member member) => time.GetElapsedTime(member.HeardAt) < expiry;

    private sealed class Member
    {
        public string Name = "";
        public Dictionary<string, int>? Sessions;
        public long HeardAt;
        public ulong Sequence;
    }
}
