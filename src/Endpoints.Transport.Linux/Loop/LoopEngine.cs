namespace Endpoints.Transport.Linux.Loop;

/// <summary>
/// How a loop talks to the kernel: io_uring, or epoll where that is refused. Of the loop's thread only, but for <see cref="Wake"/>; opened on
/// that thread, too.
/// </summary>
internal abstract class LoopEngine : IDisposable
{
    /// <summary>Its name in the log.</summary>
    public abstract string Name { get; }

    /// <summary>The sockets of the loop, of which the kernel may still hold something.</summary>
    public SlotTable<LoopSocket> Sockets { get; } = new();

    /// <summary>Begins to accept.</summary>
    public abstract void StartAccepting(LoopListener listener);

    /// <summary>Accepts no more. <see cref="LoopListener.Stopped"/> is called, perhaps at once.</summary>
    public abstract void StopAccepting(LoopListener listener);

    /// <summary>A socket begins its life.</summary>
    public abstract void Add(LoopSocket socket);

    public abstract void StartReceiving(LoopSocket socket);

    public abstract void StopReceiving(LoopSocket socket);

    public abstract void StartSending(LoopSocket socket);

    public abstract void Close(LoopSocket socket);

    /// <summary>The array in which what was received stands, while a socket's client is called with it.</summary>
    public abstract byte[] Input { get; }

    /// <summary>
    /// While a socket's client is called with what was received: takes <see cref="Input"/> away from the engine. What is still to be read
    /// in it stays valid until the end of the turn; whoever takes it returns it to <see cref="PinnedPool"/>. Once a call.
    /// </summary>
    public abstract byte[] TakeInput();

    /// <summary>Hands over what was prepared, waits until something happens, and calls whom it concerns.</summary>
    public abstract void RunOnce();

    /// <summary>Ends a wait, or makes the next one end at once. From any thread.</summary>
    public abstract void Wake();

    public abstract void Dispose();
}
