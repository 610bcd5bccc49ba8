using System.Buffers;
using Endpoints.Connections;

namespace Endpoints.Transports;

/// <summary>A session over a duplex stream. One without traffic holds no receive buffer.</summary>
/// <param name="stream">The stream, past the handshake. Concurrent reads and writes must be allowed, one of each. Not disposed.</param>
/// <param name="abort">Ends the stream at once, so that pending reads and writes complete. Called from any thread, perhaps twice.</param>
internal sealed class StreamTransport(Stream stream, Action abort) : DuplexTransport(abort)
{
    private const int ReceiveBufferSize = 16 * 1024;
    private const int LargeBufferSize = 128 * 1024;

    /// <summary>What was read behind the handshake; it comes first.</summary>
    public ReadOnlyMemory<byte> Behind { get; init; }

    /// <summary>
    /// Whether it is the peer who ends the stream when the closing handshake is complete, as a client has it (RFC 6455 section 7.1.1): the
    /// session ends with the stream then, or with its close deadline.
    /// </summary>
    public bool IsEndedByPeer { get; init; }

    /// <summary>
    /// Whether the receive buffer stays between messages, which costs memory and saves a call for each read. It becomes larger once the peer has
    /// filled it, so that messages of some size still come whole.
    /// </summary>
    public bool KeepsBuffer { get; init; }

    protected override async Task<bool> ReceiveAsync(WebSocketConnection connection)
    {
        byte[]? buffer = null;
        var count = 0;
        var isHeld = false;
        var hasRead = !Behind.IsEmpty;
        if (hasRead)
        {
            buffer = ArrayPool<byte>.Shared.Rent(Math.Max(ReceiveBufferSize, Behind.Length));
            Behind.CopyTo(buffer);
            count = Behind.Length;
        }

        try
        {
            while (true)
            {
                while (hasRead)
                {
                    var status = connection.Receive(buffer.AsSpan(0, count), out var consumed);
                    count -= consumed;
                    buffer.AsSpan(consumed, count).CopyTo(buffer);
                    if (isHeld != count > 0)
                    {
                        isHeld = count > 0;
                        Hold(connection, buffer!.Length, isHeld);
                    }

                    if (status == ReceiveStatus.Closed)
                    {
                        if (IsEndedByPeer)
                        {
                            await ReadToEndAsync(buffer!).ConfigureAwait(false);
                        }

                        return true;
                    }

                    if (status == ReceiveStatus.NeedMore)
                    {
                        break;
                    }

                    if (!await PauseAsync().ConfigureAwait(false))
                    {
                        return false;
                    }
                }

                if (count == 0 && !KeepsBuffer && buffer is not null)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = null;
                }

                if (buffer is null)
                {
                    if (!KeepsBuffer)
                    {
                        // Waits for bytes without a buffer; most sessions are idle most of the time.
                        await stream.ReadAsync(Memory<byte>.Empty, CancellationToken.None).ConfigureAwait(false);
                    }

                    buffer = ArrayPool<byte>.Shared.Rent(ReceiveBufferSize);
                }

                var read = await stream.ReadAsync(buffer.AsMemory(count), CancellationToken.None).ConfigureAwait(false);
                if (read == 0)
                {
                    return false;
                }

                count += read;
                hasRead = true;
                if (KeepsBuffer && !isHeld && count == buffer.Length && buffer.Length < LargeBufferSize)
                {
                    buffer = Enlarge(buffer);
                }
            }
        }
        finally
        {
            if (buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                if (isHeld)
                {
                    Hold(connection, buffer.Length, isHeld: false);
                }
            }
        }
    }

    protected override ValueTask WriteAsync(ReadOnlyMemory<byte> batch) => stream.WriteAsync(batch, CancellationToken.None);

    private static byte[] Enlarge(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(LargeBufferSize);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private async Task ReadToEndAsync(byte[] buffer)
    {
        while (await stream.ReadAsync(buffer, CancellationToken.None).ConfigureAwait(false) > 0)
        {
        }
    }

    private static void Hold(WebSocketConnection connection, int size, bool isHeld)
    {
        if (isHeld)
        {
            connection.HoldInput(size);
        }
        else
        {
            connection.ReturnInput(size);
        }
    }
}
