namespace Endpoints.Connections.Sending;

/// <summary>Somebody who waits until no more than so many bytes wait to be sent.</summary>
/// <param name="most">The bytes.</param>
internal sealed class DrainWaiter(int most) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public int Most { get; } = most;
}
