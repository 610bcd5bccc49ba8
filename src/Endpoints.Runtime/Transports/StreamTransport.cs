using System.Buffers;
using Endpoints.Connections;

namespace Endpoints.Transports;

/// <summary>A session over a duplex stream. One without traffic holds no receive buffer.</summary>
/// <param name="stream">The stream, past the handshake. Concurrent reads and writes must be allowed, one of each. Not disposed.</param>
/// <param name="abort">Ends the stream at once, so that pending reads and writes complete. Called from any thread, perhaps twice.</param>
internal sealed class StreamTransport(Stream stream, Action abort) : DuplexTransport(abort)
{
    private const int ReceiveBufferSize = 16 * 1024;

    protected override async Task<bool> ReceiveAsync(WebSocketConnection connection)
    {
        byte[]? buffer = null;
        var count = 0;
        var isHeld = false;
        try
        {
            while (true)
            {
                if (buffer is null)
                {
                    // Waits for bytes without a buffer; most sessions are idle most of the time.
                    await stream.ReadAsync(Memory<byte>.Empty, CancellationToken.None).ConfigureAwait(false);
                    buffer = ArrayPool<byte>.Shared.Rent(ReceiveBufferSize);
                }

                var read = await stream.ReadAsync(buffer.AsMemory(count), CancellationToken.None).ConfigureAwait(false);
                if (read == 0)
                {
                    return false;
                }

                count += read;
                while (true)
                {
                    var status = connection.Receive(buffer.AsSpan(0, count), out var consumed);
                    count -= consumed;
                    buffer.AsSpan(consumed, count).CopyTo(buffer);
                    if (isHeld != count > 0)
                    {
                        isHeld = count > 0;
                        Hold(connection, buffer.Length, isHeld);
                    }

                    if (status == ReceiveStatus.Closed)
                    {
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

                if (count == 0)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = null;
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
