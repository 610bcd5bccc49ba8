using System.Runtime.CompilerServices;

namespace Endpoints.Connections.Presence;

/// <summary>Watches the users of a group: each is there as long as one of their sessions is.</summary>
internal sealed class UserWatch : PresenceWatch<UserPresenceChange>
{
    private readonly PresenceFeed<string, PresentUser> _feed = new();
    private readonly Dictionary<string, PresentUser> _present = new(StringComparer.Ordinal);

    public override int Pending => _feed.Count;

    public override void Begin(IReadOnlyCollection<PresentMember> members)
    {
        foreach (var user in UsersOf(members))
        {
            _present.Add(user.Name, user);
            _feed.Post(user.Name, PresenceChangeKind.Present, user);
        }
    }

    public override void Post(PresenceChangeKind kind, PresentMember member)
    {
        if (member.User is not { } name)
        {
            return;
        }

        var key = PresenceKey.Of(member);
        var before = _present.GetValueOrDefault(name);
        PresentMember[] sessions = kind switch
        {
            PresenceChangeKind.Left => [.. before?.Sessions.Where(session => PresenceKey.Of(session) != key) ?? []],
            PresenceChangeKind.Updated => [.. before?.Sessions.Select(session => PresenceKey.Of(session) == key ? member : session) ?? []],
            _ => [.. before?.Sessions ?? [], member],
        };
        if (sessions.Length > 0)
        {
            var user = _present[name] = new PresentUser(name, sessions);
            _feed.Post(name, before is null ? PresenceChangeKind.Joined : PresenceChangeKind.Updated, user);
        }
        else if (_present.Remove(name))
        {
            _feed.Post(name, PresenceChangeKind.Left, before!);
        }
    }

    /// <summary>The users of sessions, each once, by their first one.</summary>
    public static IEnumerable<PresentUser> UsersOf(IEnumerable<PresentMember> members) => members
        .Where(static member => member.User is not null)
        .GroupBy(static member => member.User!, StringComparer.Ordinal)
        .Select(static sessions => new PresentUser(sessions.Key, [.. sessions]));

    public override async IAsyncEnumerable<UserPresenceChange> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (kind, user) in _feed.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return new UserPresenceChange(kind, user);
        }
    }
}
