namespace Endpoints.Backplanes;

/// <summary>What a message between processes is. The numbers are a part of the format; docs/backplane.md has it.</summary>
internal enum EnvelopeKind : byte
{
    /// <summary>A text message for an audience.</summary>
    Text = 1,

    /// <summary>A binary message for an audience.</summary>
    Binary = 2,

    /// <summary>The sessions of an audience are to be closed; the payload is that of a close frame.</summary>
    Close = 3,

    /// <summary>A text message with a key; see <see cref="KeyedPayload"/>.</summary>
    KeyedText = 4,

    /// <summary>A binary message with a key.</summary>
    KeyedBinary = 5,

    /// <summary>A process announces itself and its sessions.</summary>
    Announce = 16,

    /// <summary>A process has stopped.</summary>
    Goodbye = 17,

    /// <summary>How many sessions of an audience are there?</summary>
    CountQuery = 18,

    /// <summary>So many.</summary>
    CountAnswer = 19,

    /// <summary>A member of a group has come, has changed or has gone; see <see cref="Presence.PresenceNotice"/>.</summary>
    PresenceNotice = 32,

    /// <summary>Who of yours is in these groups? See <see cref="Presence.PresenceQuery"/>; a count answer of 0 says that it has been answered.</summary>
    PresenceQuery = 33,

    /// <summary>These are; see <see cref="Presence.PresencePage"/>.</summary>
    PresencePage = 34,
}
