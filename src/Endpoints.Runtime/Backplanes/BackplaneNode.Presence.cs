using System.Collections.Concurrent;
using Endpoints.Backplanes.Presence;
using Endpoints.Connections.Groups;

namespace Endpoints.Backplanes;

/// <summary>Who is in which group in which process: the part that <see cref="ClusterPresence"/> has of the node.</summary>
internal sealed partial class BackplaneNode
{
    private readonly ConcurrentDictionary<string, ClusterPresence> _presence = new(StringComparer.Ordinal);

    /// <summary>This process in the messages of all.</summary>
    public Guid Id => _id;

    public TimeProvider Time => _time;

    public TimeSpan CountTimeout => _options.CountTimeout;

    public TimeSpan UnsubscribeDelay => _options.UnsubscribeDelay;

    /// <summary>Presence in the groups of an endpoint; <see langword="null"/> for one that is not served here.</summary>
    public ClusterPresence? PresenceOf(string key) => _presence.GetValueOrDefault(key);

    /// <summary>Has what is told of a group come here, and the others asked about it.</summary>
    public void FollowGroup(string key, string group)
    {
        _topics.Add(BackplaneTopic.Of(TopicKind.Group, key, group));
        _topics.Changed.Set();
    }

    /// <summary>The opposite of <see cref="FollowGroup"/>.</summary>
    public void UnfollowGroup(string key, string group) => _topics.Remove(BackplaneTopic.Of(TopicKind.Group, key, group));

    /// <summary>Most bytes of a payload that is about a group.</summary>
    public int RoomFor(string key, string group) => (int)Math.Max(0, MaxMessageSize - Envelope.SizeOf(key, group, payloadLength: 0));

    /// <summary>Completes when there is room in the queue of messages for what can wait.</summary>
    public Task WhenRoomyAsync(CancellationToken cancellationToken) => _outbound.WhenRoomyAsync(cancellationToken);

    /// <summary>What a member tells of itself, or the member, is larger than what goes between processes.</summary>
    public void NotePresenceTooLarge() => NoteDropped(DropReason.TooLarge);

    /// <summary>Tells a change to whoever has subscribed to the group.</summary>
    public void TellPresence(string key, string group, ReadOnlySpan<byte> notice) =>
        Enqueue(TopicOf(AudienceKind.Group, key, group), EnvelopeKind.PresenceNotice, AudienceKind.Group, key, group, notice, confirmed: null);

    /// <summary>Asks all other processes.</summary>
    public void AskPresence(string key, ReadOnlySpan<byte> query) =>
        Enqueue(ClusterTopic, EnvelopeKind.PresenceQuery, AudienceKind.All, key, null, query, confirmed: null);

    /// <summary>Asks one process.</summary>
    public void AskPresence(string key, ReadOnlySpan<byte> query, Guid node) =>
        Enqueue(TopicOfNode(node), EnvelopeKind.PresenceQuery, AudienceKind.All, key, null, query, confirmed: null);

    /// <summary>Answers a process that has asked.</summary>
    public void SendPresence(Guid node, string key, string group, ReadOnlySpan<byte> page) =>
        Enqueue(TopicOfNode(node), EnvelopeKind.PresencePage, AudienceKind.Group, key, group, page, confirmed: null);

    private bool TakePresence(in Envelope envelope)
    {
        // An endpoint that this process does not have has nobody here; who asks is not to wait for it.
        if (PresenceOf(Envelope.TextOf(envelope.Key)) is not { } presence)
        {
            return envelope.Kind != EnvelopeKind.PresenceQuery || AnswerForNobody(in envelope);
        }

        return envelope.Kind switch
        {
            EnvelopeKind.PresenceQuery => presence.Answer(envelope.Node, envelope.Payload),
            EnvelopeKind.PresencePage => presence.TakeList(envelope.Node, Envelope.TextOf(envelope.Name), envelope.Payload),
            _ => presence.TakeChange(envelope.Node, Envelope.TextOf(envelope.Name), envelope.Payload),
        };
    }

    private bool AnswerForNobody(in Envelope envelope)
    {
        if (!PresenceQuery.TryRead(envelope.Payload, _id, out var number, out _))
        {
            return false;
        }

        if (number != 0)
        {
            AnswerQuery(envelope.Node, number);
        }

        return true;
    }

    private void RefreshPresence()
    {
        foreach (var presence in _presence.Values)
        {
            presence.Refresh();
        }
    }
}
