using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using Endpoints.Connections;

namespace Endpoints.Transports;

/// <summary>
/// A session over a pair of pipes: frames are read and unmasked in the segments where they stand, handlers run on the continuation of the
/// read, and what they send leaves in one flush for each read. One without traffic holds no receive buffer.
/// </summary>
/// <param name="input">
/// Bytes of the peer, past the handshake. Its memory must be writable, as that of pipes is. Left without a pending read, and not completed.
/// </param>
/// <param name="output">Bytes for the peer. Not completed.</param>
/// <param name="abort">Ends both at once, so that pending reads and flushes complete. Called from any thread, perhaps twice.</param>
internal sealed class PipeTransport(PipeReader input, PipeWriter output, Action abort) : DuplexTransport(abort), IGatheringTransport
{
    /// <summary>
    /// What is put together where a frame crosses segments. What <see cref="WebSocketConnection.Receive"/> leaves is less than a frame's head and
    /// a control frame's payload, 139 bytes (RFC 6455 sections 5.2 and 5.5), so this is always more than what lies before the boundary.
    /// </summary>
    private const int BridgeSize = 512;

    /// <summary>Bounds of what a session is charged for input that waits: a block of the pipe, and what a reader of a stream would keep.</summary>
    private const int SmallestHold = 4 * 1024;

    private const int LargestHold = 16 * 1024;

    private int _held;

    protected override async Task<bool> ReceiveAsync(WebSocketConnection connection)
    {
        // Bytes at the front of the pipe that were looked at: a pipe does not take it back that they were.
        long examined = 0;
        try
        {
            while (true)
            {
                var result = await input.ReadAsync().ConfigureAwait(false);
                var buffer = result.Buffer;
                var length = buffer.Length;
                var status = Deliver(connection, buffer, out var consumed);
                if (status == ReceiveStatus.Closed || (status == ReceiveStatus.NeedMore && result.IsCompleted))
                {
                    input.AdvanceTo(buffer.End);
                    return status == ReceiveStatus.Closed;
                }

                // What waits for a handler must be there at once when it goes on, so it counts as not seen.
                examined = status == ReceiveStatus.NeedMore ? length : Math.Max(examined, consumed);
                input.AdvanceTo(buffer.GetPosition(consumed), buffer.GetPosition(examined));
                examined -= consumed;
                Hold(connection, length - consumed);
                if (status == ReceiveStatus.Paused && !await PauseAsync().ConfigureAwait(false))
                {
                    return false;
                }
            }
        }
        finally
        {
            Hold(connection, 0);
        }
    }

    void IGatheringTransport.Gather(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        output.Write(header);
        output.Write(payload);
    }

    protected override ValueTask WriteAsync(ReadOnlyMemory<byte> batch)
    {
        if (!batch.IsEmpty)
        {
            output.Write(batch.Span);
        }

        var flush = output.FlushAsync();
        if (!flush.IsCompletedSuccessfully)
        {
            return WhenFlushedAsync(flush);
        }

        Check(flush.Result);
        return default;
    }

    private static async ValueTask WhenFlushedAsync(ValueTask<FlushResult> flush) => Check(await flush.ConfigureAwait(false));

    private static void Check(FlushResult result)
    {
        if (result.IsCompleted)
        {
            throw new IOException("The peer takes nothing any more.");
        }
    }

    private static ReceiveStatus Deliver(WebSocketConnection connection, in ReadOnlySequence<byte> buffer, out long consumed)
    {
        if (!buffer.IsSingleSegment)
        {
            return DeliverSegments(connection, buffer, out consumed);
        }

        var status = connection.Receive(Writable(buffer.First), out var taken);
        consumed = taken;
        return status;
    }

    /// <summary>Segment after segment in place, as one batch; a frame that crosses a boundary is bridged by a small copy.</summary>
    private static ReceiveStatus DeliverSegments(WebSocketConnection connection, in ReadOnlySequence<byte> buffer, out long consumed)
    {
        Span<byte> bridge = stackalloc byte[BridgeSize];
        var rest = buffer;
        ReceiveStatus status;
        connection.BeginReads();
        try
        {
            while (TryDeliverNext(connection, ref rest, bridge, out status) && !rest.IsEmpty)
            {
            }
        }
        finally
        {
            connection.EndReads();
        }

        consumed = buffer.Length - rest.Length;
        return status;
    }

    /// <summary>Delivers what the first segment has, and the frame that goes on in the next; false when no more can be delivered now.</summary>
    private static bool TryDeliverNext(WebSocketConnection connection, ref ReadOnlySequence<byte> rest, Span<byte> bridge, out ReceiveStatus status)
    {
        var next = rest.Start;
        _ = rest.TryGet(ref next, out var first);
        status = connection.Receive(Writable(first), out var taken);
        var left = first.Length - taken;
        if (left == 0)
        {
            rest = next.GetObject() is null ? default : rest.Slice(next);
            return status == ReceiveStatus.NeedMore;
        }

        rest = rest.Slice(taken);
        if (status != ReceiveStatus.NeedMore || left == rest.Length)
        {
            return false;
        }

        var count = (int)Math.Min(rest.Length, bridge.Length);
        rest.Slice(0, count).CopyTo(bridge);
        status = connection.Receive(bridge[..count], out taken);
        Debug.Assert(taken > left || count == rest.Length || status != ReceiveStatus.NeedMore, "The head of a frame does not fit the bridge.");
        rest = rest.Slice(taken);
        return status == ReceiveStatus.NeedMore && taken > 0;
    }

    private static Span<byte> Writable(ReadOnlyMemory<byte> segment) => MemoryMarshal.AsMemory(segment).Span;

    /// <summary>Charges the session for input that it keeps waiting. More of it waits in the pipe within the limit of whoever made it.</summary>
    private void Hold(WebSocketConnection connection, long waiting)
    {
        var size = waiting == 0 ? 0 : (int)Math.Clamp(waiting, SmallestHold, LargestHold);
        if (size == _held)
        {
            return;
        }

        if (_held > 0)
        {
            connection.ReturnInput(_held);
        }

        _held = size;
        if (size > 0)
        {
            connection.HoldInput(size);
        }
    }
}
