using System.Buffers.Binary;
using Endpoints.Connections;
using Endpoints.Connections.Groups;
using Endpoints.Protocol;

namespace Endpoints.Backplanes;

/// <summary>What comes from other processes.</summary>
internal sealed partial class BackplaneNode
{
    public void Receive(ReadOnlySpan<byte> message)
    {
        try
        {
            if (message.Length > _options.MaxMessageSize)
            {
                NoteDropped(DropReason.TooLarge);
            }
            else if (!Envelope.TryRead(message, out var envelope, out _))
            {
                NoteDropped(DropReason.Unreadable);
            }
            else if (envelope.Node != _id)
            {
                Receive(in envelope);
            }
        }
        catch (Exception error)
        {
            BackplaneLog.ReceiveFailed(_logger, error);
        }
    }

    private void Receive(in Envelope envelope)
    {
        if (!_members.Accept(envelope.Node, envelope.Sequence))
        {
            NoteDropped(DropReason.Duplicate);
            return;
        }

        _metrics.Received();
        var isUnderstood = envelope.Kind switch
        {
            EnvelopeKind.Text or EnvelopeKind.Binary => Deliver(in envelope, envelope.Kind == EnvelopeKind.Text, envelope.Payload, key: null),
            EnvelopeKind.KeyedText or EnvelopeKind.KeyedBinary => DeliverKeyed(in envelope),
            EnvelopeKind.Close => Close(in envelope),
            EnvelopeKind.Announce => TakeAnnouncement(in envelope),
            EnvelopeKind.Goodbye => TakeGoodbye(in envelope),
            EnvelopeKind.CountQuery => AnswerQuery(in envelope),
            EnvelopeKind.CountAnswer => TakeAnswer(in envelope),
            EnvelopeKind.PresenceNotice or EnvelopeKind.PresenceQuery or EnvelopeKind.PresencePage => TakePresence(in envelope),
            _ => false,
        };
        if (!isUnderstood)
        {
            NoteDropped(DropReason.Unreadable);
        }
    }

    private bool DeliverKeyed(in Envelope envelope) =>
        KeyedPayload.TryRead(envelope.Payload, out var text, out var message)
            && MessageKey.TryParse(text, out var key)
            && Deliver(in envelope, envelope.Kind == EnvelopeKind.KeyedText, message, key);

    private bool Deliver(in Envelope envelope, bool isText, ReadOnlySpan<byte> message, MessageKey? key)
    {
        if (!_endpoints.TryGetValue(Envelope.TextOf(envelope.Key), out var sessions))
        {
            // An endpoint that this process does not have, of another version of the application perhaps.
            return true;
        }

        var source = new SessionAudience(sessions);
        var audience = AudienceOf(in envelope, source);
        _metrics.Delivered(source.Send(in audience, isText, message, key));
        return true;
    }

    private bool Close(in Envelope envelope)
    {
        if (ClosePayload.Read(envelope.Payload, out var code, out var reason) != ProtocolRule.None || envelope.Payload.IsEmpty)
        {
            return false;
        }

        if (_endpoints.TryGetValue(Envelope.TextOf(envelope.Key), out var sessions))
        {
            AudienceOf(in envelope, new SessionAudience(sessions)).Close(new CloseStatus(code, System.Text.Encoding.UTF8.GetString(reason)));
        }

        return true;
    }

    private bool TakeAnnouncement(in Envelope envelope)
    {
        if (Announcement.Read(envelope.Payload) is not { } sessions)
        {
            return false;
        }

        if (_members.Announced(envelope.Node, Envelope.TextOf(envelope.Name), sessions))
        {
            // It has not heard of us either.
            Announce(CountSessions());
        }

        return true;
    }

    private bool TakeGoodbye(in Envelope envelope)
    {
        _members.Remove(envelope.Node);
        Forget(envelope.Node);
        return true;
    }

    private bool AnswerQuery(in Envelope envelope)
    {
        if (envelope.Payload.Length != sizeof(ulong))
        {
            return false;
        }

        var count = _endpoints.TryGetValue(Envelope.TextOf(envelope.Key), out var sessions)
            ? AudienceOf(in envelope, new SessionAudience(sessions)).Count
            : 0;
        Answer(envelope.Node, envelope.Payload, count);
        return true;
    }

    private bool TakeAnswer(in Envelope envelope)
    {
        if (envelope.Payload.Length != sizeof(ulong) + sizeof(int))
        {
            return false;
        }

        var count = BinaryPrimitives.ReadInt32BigEndian(envelope.Payload[sizeof(ulong)..]);
        if (count < 0)
        {
            return false;
        }

        // One that nobody waits for any more is late.
        if (_queries.TryGetValue(BinaryPrimitives.ReadUInt64BigEndian(envelope.Payload), out var query))
        {
            query.Answer(envelope.Node, count);
        }

        return true;
    }

    private static WebSocketAudience AudienceOf(in Envelope envelope, SessionAudience source) => new WebSocketAudience(
        source, envelope.Audience, envelope.Audience == AudienceKind.All ? null : Envelope.TextOf(envelope.Name)).Local();
}
