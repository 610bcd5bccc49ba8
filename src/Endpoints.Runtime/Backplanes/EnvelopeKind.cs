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

    /// <summary>A state that processes keep about each other: the name says of what, and the payload is of whoever reads it.</summary>
    State = 20,
}
