using System.Buffers;

namespace Endpoints.Backplanes;

/// <summary>A message that waits for the broker.</summary>
/// <param name="Topic">Where it goes.</param>
/// <param name="Array">The envelope, in an array of the shared pool.</param>
/// <param name="Length">How long that is.</param>
/// <param name="Confirmed">Completes with the broker's confirm; <see langword="null"/> where nobody waits for it.</param>
internal readonly record struct OutboundMessage(BackplaneTopic Topic, byte[] Array, int Length, TaskCompletionSource? Confirmed)
{
    /// <summary>It is not sent.</summary>
    public void Drop(DropReason why)
    {
        ArrayPool<byte>.Shared.Return(Array);
        Confirmed?.TrySetException(new WebSocketBackplaneException($"The message did not go to other processes: {DropReasons.Describe(why)}."));
    }
}
