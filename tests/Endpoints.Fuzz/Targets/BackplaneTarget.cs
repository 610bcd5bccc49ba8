using System.Buffers;
using System.Text;
using Endpoints.Backplanes;
using Endpoints.Backplanes.Presence;
using Endpoints.Connections.Groups;
using Endpoints.Fuzz.Engine;
using static Endpoints.Fuzz.Engine.BrokenInvariantException;

namespace Endpoints.Fuzz.Targets;

/// <summary>
/// Messages between processes, whatever a broker hands in: a message is read within its bytes, and whatever payload can be read is read the same when it has
/// been written again.
/// </summary>
internal sealed class BackplaneTarget : FuzzTarget
{
    private const string NodeId = "other";
    private const int Room = 1 << 16;

    private static readonly Guid Node = new("0f0e0d0c-0b0a-0908-0706-050403020100");

    public override string Name => "backplane";

    public override IReadOnlyList<byte[]> Dictionary { get; } =
    [
        [0x57, 0x42, 0x01], [0x00, 0x00], [0x00, 0x01], [0x00, 0x02, 0x61, 0x00], [0xFF, 0xFF], [0xFF, 0xFE], [0x7F, 0xFF, 0xFF, 0xFF],
        [0x80, 0x00, 0x00, 0x00], [0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 1], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        [0x00, 0xD8], [0x2B, 0xCA, 0x28, 0x75, 0xF4, 0x37, 0x3F, 0xFF],
    ];

    public override IEnumerable<(string Name, byte[] Input)> Seeds()
    {
        var member = new PresentMember(null, "17", "ada", new DateTimeOffset(2026, 11, 29, 0, 0, 0, TimeSpan.Zero), "{}"u8.ToArray());
        var (notice, gone, records, page) = (new WireWriter(), new WireWriter(), new WireWriter(), new WireWriter());
        PresenceNotice.Write(notice, 1, 2, member, hasGone: false, Room);
        PresenceNotice.Write(gone, 2, 0, member, hasGone: true, Room);
        PresenceRecord.Write(records, member, Room);
        PresenceRecord.Write(records, new PresentMember(null, "18", null, default, default), Room);
        PresencePage.Write(page, 3, 0, isLast: true, records.Written);
        var group = new FollowedGroup("tea");
        group.Holders.Add(Node, new FollowedGroup.Holder(Node) { Version = 5 });
        var query = new PresenceQuery(9);
        query.Add(group);
        var announcement = Announcement.Write(new Dictionary<string, int> { ["App.Chat"] = 3, ["App.Feed"] = 0 }).ToArray();
        return
        [
            ("empty", []),
            ("notice", notice.Written.ToArray()),
            ("notice-gone", gone.Written.ToArray()),
            ("page", page.Written.ToArray()),
            ("query", query.Payload.ToArray()),
            ("announcement", announcement),
            ("message-text", Message(EnvelopeKind.Text, "hello"u8)),
            ("message-announcement", Message(EnvelopeKind.Announce, announcement)),
            ("message-notice", Message(EnvelopeKind.PresenceNotice, notice.Written)),
            ("keyed", [0, 3, .. "key"u8, .. "value"u8]),
        ];
    }

    public override ulong Run(ReadOnlySpan<byte> input)
    {
        var behavior = new Behavior();
        var isMessage = Envelope.TryRead(input, out var envelope, out _);
        behavior.Add(isMessage);
        if (isMessage)
        {
            behavior.Add(Enum.IsDefined(envelope.Kind) ? (int)envelope.Kind : 0);
            Demand(Envelope.HeaderSize + envelope.Key.Length + envelope.Name.Length + envelope.Payload.Length == input.Length, "a message is its bytes");
            CheckAgain(in envelope);
            CheckPayload(envelope.Payload, ref behavior);
        }

        CheckPayload(input, ref behavior);
        return behavior.Value;
    }

    private static void CheckAgain(in Envelope envelope)
    {
        var (key, name) = (Envelope.TextOf(envelope.Key), Envelope.TextOf(envelope.Name));
        var bytes = Envelope.Write(envelope.Node, envelope.Kind, envelope.Audience, key, name, envelope.Payload, out var length);
        Envelope.SetSequence(bytes, envelope.Sequence);
        Demand(Envelope.TryRead(bytes.AsSpan(0, length), out var again, out _), "what was written is read");
        Demand(again.Kind == envelope.Kind && again.Sequence == envelope.Sequence && again.Node == envelope.Node, "the head is the same");
        Demand(again.Key.SequenceEqual(envelope.Key) && again.Name.SequenceEqual(envelope.Name) && again.Payload.SequenceEqual(envelope.Payload), "the rest is the same");
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private static void CheckPayload(ReadOnlySpan<byte> payload, ref Behavior behavior)
    {
        CheckAnnouncement(payload, ref behavior);
        CheckNotice(payload, ref behavior);
        CheckPage(payload, ref behavior);
        var isQuery = PresenceQuery.TryRead(payload, Node, out _, out var groups);
        Demand(!isQuery || groups.Sum(group => 4 + (group.Group.Length * 2)) + 8 <= payload.Length, "a question has its groups");
        behavior.Add(isQuery);
        behavior.AddSize(groups.Count);
        var isKeyed = KeyedPayload.TryRead(payload, out var key, out var message);
        Demand(!isKeyed || message.Length + 2 <= payload.Length, "a message with a key is within its bytes");
        behavior.Add(isKeyed && Encoding.UTF8.GetByteCount(key) == payload.Length - 2 - message.Length);
    }

    private static void CheckAnnouncement(ReadOnlySpan<byte> payload, ref Behavior behavior)
    {
        var sessions = Announcement.Read(payload);
        behavior.AddSize(sessions?.Count ?? -1);
        if (sessions is not null)
        {
            Demand(sessions.Values.All(static count => count >= 0), "there are no fewer sessions than none");
            var again = Announcement.Read(Announcement.Write(sessions));
            Demand(again is not null && again.Count == sessions.Count && again.All(pair => sessions[pair.Key] == pair.Value), "an announcement is read as it was written");
        }
    }

    private static void CheckNotice(ReadOnlySpan<byte> payload, ref Behavior behavior)
    {
        var isNotice = PresenceNotice.TryRead(payload, NodeId, out var notice);
        behavior.Add(isNotice);
        behavior.Add(isNotice && notice.Member is null);
        var member = notice.Member ?? new PresentMember(NodeId, notice.Key.SessionId ?? "", null, default, default);
        if (isNotice && PresenceRecord.CanWrite(member))
        {
            var writer = new WireWriter();
            Demand(PresenceNotice.Write(writer, notice.Before, notice.Now, member, notice.Member is null, int.MaxValue), "there is room");
            Demand(PresenceNotice.TryRead(writer.Written, NodeId, out var again), "what was written is read");
            Demand(again with { Member = null } == notice with { Member = null } && AreSame(again.Member, notice.Member), "a notice is read as it was written");
        }
    }

    private static void CheckPage(ReadOnlySpan<byte> payload, ref Behavior behavior)
    {
        var isPage = PresencePage.TryRead(payload, NodeId, out var page);
        behavior.Add(isPage);
        behavior.AddSize(page.Members.Count);
        if (isPage && page.Members.All(PresenceRecord.CanWrite))
        {
            var (records, writer) = (new WireWriter(), new WireWriter());
            foreach (var member in page.Members)
            {
                Demand(PresenceRecord.Write(records, member, int.MaxValue), "there is room");
            }

            PresencePage.Write(writer, page.Version, page.Number, page.IsLast, records.Written);
            Demand(PresencePage.TryRead(writer.Written, NodeId, out var again), "what was written is read");
            Demand((again.Version, again.Number, again.IsLast) == (page.Version, page.Number, page.IsLast), "the head of a page is the same");
            Demand(again.Members.Count == page.Members.Count && again.Members.Zip(page.Members).All(pair => AreSame(pair.First, pair.Second)), "its members are the same");
        }
    }

    private static bool AreSame(PresentMember? one, PresentMember? other) => one is null ? other is null : other is not null && one.IsSameAs(other);

    private static byte[] Message(EnvelopeKind kind, ReadOnlySpan<byte> payload)
    {
        var bytes = Envelope.Write(Node, kind, AudienceKind.Group, "App.Chat", "tea", payload, out var length);
        Envelope.SetSequence(bytes, 1);
        return bytes[..length];
    }
}
