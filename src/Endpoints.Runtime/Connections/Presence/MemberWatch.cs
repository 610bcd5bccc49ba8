using System.Runtime.CompilerServices;

namespace Endpoints.Connections.Presence;

/// <summary>Watches the sessions of a group.</summary>
internal sealed class MemberWatch : PresenceWatch
{
    private readonly PresenceFeed<PresentMember> _feed = new();

    /// <summary>Changes that wait.</summary>
    public int Pending => _feed.Count;

    public override void Begin(IReadOnlyCollection<PresentMember> members)
    {
        foreach (var member in members)
        {
            Post(PresenceChangeKind.Present, member);
        }
    }

    public override void Post(PresenceChangeKind kind, PresentMember member) => _feed.Post(member.SessionId, kind, member);

    /// <summary>The changes, without end.</summary>
    public async IAsyncEnumerable<PresenceChange> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (kind, member) in _feed.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return new PresenceChange(kind, member);
        }
    }
}
