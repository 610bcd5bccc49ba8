namespace Endpoints.Backplanes;

/// <summary>Takes what a backplane receives.</summary>
public interface IBackplaneReceiver
{
    /// <summary>Names this process in the backplane: new each time it starts, made of letters, digits, hyphens.</summary>
    string NodeId { get; }

    /// <summary>
    /// Takes a message and delivers it to the sessions of this process. Not for two callers at a time; waits for nothing, throws nothing, and
    /// is done with the memory when it returns. What it cannot read is logged and dropped, and what it has had before is dropped.
    /// </summary>
    /// <param name="message">What was published.</param>
    void Receive(ReadOnlySpan<byte> message);
}
