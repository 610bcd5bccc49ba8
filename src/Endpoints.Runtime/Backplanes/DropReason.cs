namespace Endpoints.Backplanes;

/// <summary>Why a message did not go to other processes, or was not taken from one.</summary>
internal enum DropReason
{
    /// <summary>More were sent than the broker took.</summary>
    QueueFull,

    /// <summary>There was no connection.</summary>
    Disconnected,

    /// <summary>The application had not started, or was stopping.</summary>
    Stopped,

    /// <summary>It, or a name in it, is larger than may be.</summary>
    TooLarge,

    /// <summary>Received: it is no message, or one of another version.</summary>
    Unreadable,

    /// <summary>Received: it has been received before.</summary>
    Duplicate,
}
