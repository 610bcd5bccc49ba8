using System.Collections.Concurrent;
using Endpoints.Connections.Presence;

namespace Endpoints.Backplanes.Presence;

/// <summary>
/// What this process tells of its own members. The others are a slow watcher: of each member one change waits at most, into which later ones are merged, and
/// what is told leaves the queue of messages its room.
/// </summary>
internal sealed partial class ClusterPresence : IPresenceObserver
{
    // Pages of a size that every broker likes.
    private const int PageSize = 32 << 10;

    // How many changes are told between two looks at the queue.
    private const int Burst = 64;

    // What is told of one group goes out in the order of its states. Taken before the locks of the groups.
    private readonly Lock _telling = new();
    private readonly ConcurrentDictionary<string, ulong> _told = new(StringComparer.Ordinal);
    private readonly PresenceFeed<(string Group, string SessionId), Untold> _untold = new();
    private ulong _lastVersion;

    // Nobody can have missed it who has not been told a state before; who knows none asks.
    public void Found(string group) => _told.TryAdd(group, NextVersion());

    public void Changed(string group, PresenceChangeKind kind, PresentMember member) =>
        _untold.Post((group, member.SessionId), kind, new Untold(group, member));

    /// <summary>Tells changes as they come, for as long as there is a connection.</summary>
    public async Task TellAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var (kind, change) in _untold.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            Tell(kind, change);
            if (++count % Burst == 0)
            {
                await node.WhenRoomyAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Another process asks for the members that it does not know; false for what is no question.</summary>
    public bool Answer(Guid asker, ReadOnlySpan<byte> payload)
    {
        if (!PresenceQuery.TryRead(payload, node.Id, out var number, out var asked))
        {
            return false;
        }

        groups.KeepPresence();
        foreach (var (group, known) in asked)
        {
            AnswerAbout(group, known, asker);
        }

        if (number != 0)
        {
            node.AnswerQuery(asker, number);
        }

        return true;
    }

    private void Tell(PresenceChangeKind kind, Untold change)
    {
        lock (_telling)
        {
            var hasGone = kind == PresenceChangeKind.Left;
            var before = _told.GetValueOrDefault(change.Group);
            var now = hasGone && groups.CountPresentHere(change.Group) == 0 ? 0 : NextVersion();
            if (now == 0)
            {
                _told.TryRemove(change.Group, out _);
            }
            else
            {
                _told[change.Group] = now;
            }

            if (!PresenceRecord.CanWrite(change.Member))
            {
                node.NotePresenceTooLarge();
                return;
            }

            var writer = new WireWriter();
            if (!PresenceNotice.Write(writer, before, now, change.Member, hasGone, node.RoomFor(key, change.Group)))
            {
                node.NotePresenceTooLarge();
            }

            node.TellPresence(key, change.Group, writer.Written);
        }
    }

    private void AnswerAbout(string group, ulong known, Guid asker)
    {
        lock (_telling)
        {
            var members = groups.PresentHere(group);
            var version = _told.GetValueOrDefault(group);
            if (version == 0 && members.Length > 0)
            {
                _told[group] = version = NextVersion();
            }

            if (version != known)
            {
                SendList(asker, group, version, members);
            }
        }
    }

    private void SendList(Guid asker, string group, ulong version, PresentMember[] members)
    {
        var room = Math.Min(PageSize, node.RoomFor(key, group)) - PresencePage.HeaderSize;
        var (record, page) = (new WireWriter(), new WireWriter());
        var number = 0;
        foreach (var member in members)
        {
            record.Clear();
            if (!PresenceRecord.CanWrite(member))
            {
                node.NotePresenceTooLarge();
                continue;
            }

            if (!PresenceRecord.Write(record, member, room))
            {
                node.NotePresenceTooLarge();
            }

            if (page.Length > 0 && page.Length + record.Length > room)
            {
                SendPage(isLast: false);
            }

            page.WriteBytes(record.Written);
        }

        SendPage(isLast: true);

        void SendPage(bool isLast)
        {
            var message = new WireWriter();
            PresencePage.Write(message, version, number++, isLast, page.Written);
            node.SendPresence(asker, key, group, message.Written);
            page.Clear();
        }
    }

    private ulong NextVersion() => Interlocked.Increment(ref _lastVersion);

    private sealed record Untold(string Group, PresentMember Member);
}
