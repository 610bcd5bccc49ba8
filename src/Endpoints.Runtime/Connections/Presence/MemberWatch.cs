using System.Runtime.CompilerServices;

namespace Endpoints.Connections.Presence;

/// <summary>Watches the sessions of a group.</summary>
internal sealed class MemberWatch : PresenceWatch<PresenceChange>
{
    private readonly PresenceFeed<PresenceKey, PresentMember> _feed = new();

    public override int Pending => _feed.Count;

    public override void Begin(IReadOnlyCollection<PresentMember> members)
    {
        foreach (var member in members)
        {
            Post(PresenceChangeKind.Present, member);
        }
    }

    public override void Post(PresenceChangeKind kind, PresentMember member) => _feed.Post(PresenceKey.Of(member), kind, member);

    public override async IAsyncEnumerable<PresenceChange> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (kind, member) in _feed.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return new PresenceChange(kind, member);
        }
    }
}
