namespace Endpoints.Conformance.Tests.Doors;

/// <summary>How a case has to end, once its steps are done.</summary>
internal enum Ending
{
    /// <summary>The session is well: a close frame of the client is answered, and the server ends the connection.</summary>
    Open,

    /// <summary>The steps have received the server's close frame: it waits for the client's, and then ends the connection.</summary>
    Failed,

    /// <summary>Both close frames have passed: the server ends the connection.</summary>
    Closed,

    /// <summary>The steps have received the server's close frame, and cut the stream where no frame of the client can be seen any more.</summary>
    Lost,
}
