using Endpoints.Protocol;

namespace Endpoints.Connections;

/// <summary>A message that waits for room in the send queue; first come, first served.</summary>
internal sealed class SendWaiter(Opcode opcode, ReadOnlyMemory<byte> payload)
    : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private int _claimed;

    public Opcode Opcode { get; } = opcode;

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    /// <summary>
    /// Whether the caller decides the outcome: of queueing, cancellation and the end of the session only the first does. Claimed
    /// before the payload is copied, and completed after it, so that the sender never gets its buffer back too early.
    /// </summary>
    public bool TryClaim() => Interlocked.Exchange(ref _claimed, 1) == 0;

    public void Cancel(CancellationToken cancellationToken)
    {
        if (TryClaim())
        {
            SetCanceled(cancellationToken);
        }
    }
}
