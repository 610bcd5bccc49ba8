namespace Endpoints.Protocol;

/// <summary>What <see cref="MessageReader.Read"/> found at the front of the input.</summary>
internal enum ReadOutcome
{
    /// <summary>No further event; what was not consumed has to be presented again in front of the bytes that follow it.</summary>
    NeedMore,

    /// <summary>A complete text message; valid UTF-8.</summary>
    Text,

    /// <summary>A complete binary message.</summary>
    Binary,

    /// <summary>A text message begins that is delivered piece by piece.</summary>
    TextBody,

    /// <summary>A binary message begins that is delivered piece by piece.</summary>
    BinaryBody,

    /// <summary>
    /// The next bytes of the message that began so, in the last piece perhaps none; of a text they may end within a code point.
    /// </summary>
    BodyPiece,

    /// <summary>A ping. Its payload belongs into the pong.</summary>
    Ping,

    /// <summary>A pong, asked for or not.</summary>
    Pong,

    /// <summary>The peer's close frame. Whatever follows it is <see cref="Discarded"/>.</summary>
    Close,

    /// <summary>The peer broke a rule. The reader discards from here on.</summary>
    Violation,

    /// <summary>Asked for control frames only, and what comes next belongs to a message. Nothing was consumed.</summary>
    DataPending,

    /// <summary>Input was consumed that no longer means anything.</summary>
    Discarded,
}
