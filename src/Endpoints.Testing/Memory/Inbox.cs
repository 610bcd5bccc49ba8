using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Threading.Channels;
using Endpoints.Protocol;

namespace Endpoints.Testing.Memory;

/// <summary>Reads what a server sends, and keeps it until it is asked for.</summary>
/// <param name="stream">The client's end.</param>
/// <param name="rest">What came right behind the handshake.</param>
/// <param name="answer">Called for pings and the close frame, before they can be seen here.</param>
[SuppressMessage("Reliability", "CA1001", Justification = "FillAsync disposes what it owns when it has read to the end.")]
internal sealed class Inbox(DuplexPipeStream stream, byte[] rest, Func<Opcode, byte[], Task> answer)
{
    private const int BufferSize = 16 * 1024;

    private readonly Channel<WebSocketTestMessage> _messages = Channel.CreateUnbounded<WebSocketTestMessage>();
    private readonly Channel<byte[]> _pings = Channel.CreateUnbounded<byte[]>();
    private readonly Channel<byte[]> _pongs = Channel.CreateUnbounded<byte[]>();
    private readonly MessageReader _reader = new(EndpointRole.Client, new ReceiveLimits(Array.MaxLength, Array.MaxLength));
    private readonly Lock _gate = new();
    private TaskCompletionSource? _paused;

    public ChannelReader<WebSocketTestMessage> Messages => _messages.Reader;

    public ChannelReader<byte[]> Pings => _pings.Reader;

    public ChannelReader<byte[]> Pongs => _pongs.Reader;

    /// <summary>What the server's close frame said, once it has come.</summary>
    public CloseStatus? CloseStatus { get; private set; }

    /// <summary>How the server broke the protocol, if it did.</summary>
    public string? Problem { get; private set; }

    public void Pause()
    {
        lock (_gate)
        {
            _paused ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Resume()
    {
        lock (_gate)
        {
            _paused?.TrySetResult();
            _paused = null;
        }
    }

    /// <summary>Reads to the end of the connection.</summary>
    public async Task FillAsync()
    {
        var buffer = new byte[Math.Max(BufferSize, rest.Length)];
        rest.CopyTo(buffer, 0);
        var count = rest.Length;
        try
        {
            while (true)
            {
                count = await TakeAsync(buffer, count).ConfigureAwait(false);
                await WaitForBytesAsync().ConfigureAwait(false);
                var read = await stream.ReadAsync(buffer.AsMemory(count)).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                count += read;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // This end was disposed, or the other broke off; either way it is the end.
        }
        finally
        {
            _reader.Dispose();
            _messages.Writer.TryWrite(new WebSocketTestMessage(WebSocketTestMessageKind.End, default));
            _messages.Writer.Complete();
            _pings.Writer.Complete();
            _pongs.Writer.Complete();
        }
    }

    /// <summary>Waits without reading, so that a pause lets nothing more in.</summary>
    private async Task WaitForBytesAsync()
    {
        await stream.ReadAsync(Memory<byte>.Empty).ConfigureAwait(false);
        while (true)
        {
            Task paused;
            lock (_gate)
            {
                if (_paused is null)
                {
                    return;
                }

                paused = _paused.Task;
            }

            stream.Incoming.PauseReader();
            await paused.ConfigureAwait(false);
        }
    }

    /// <summary>Takes all whole frames from the front; returns how many bytes are left.</summary>
    private async Task<int> TakeAsync(byte[] buffer, int count)
    {
        while (count > 0)
        {
            var consumed = Take(buffer.AsSpan(0, count), out var message, out var opcode, out var payload);
            buffer.AsSpan(consumed, count - consumed).CopyTo(buffer);
            count -= consumed;
            if (opcode == Opcode.Ping || opcode == Opcode.Close)
            {
                await answer(opcode, payload).ConfigureAwait(false);
            }

            if (message is not null)
            {
                _messages.Writer.TryWrite(message);
            }
            else if (opcode == Opcode.Ping)
            {
                _pings.Writer.TryWrite(payload);
            }
            else if (opcode == Opcode.Pong)
            {
                _pongs.Writer.TryWrite(payload);
            }
            else
            {
                break;
            }
        }

        return count;
    }

    private int Take(Span<byte> input, out WebSocketTestMessage? message, out Opcode opcode, out byte[] payload)
    {
        var result = _reader.Read(input);
        (message, opcode, payload) = (null, Opcode.Continuation, result.Payload.ToArray());
        switch (result.Outcome)
        {
            case ReadOutcome.Text:
                message = new WebSocketTestMessage(WebSocketTestMessageKind.Text, payload);
                break;
            case ReadOutcome.Binary:
                message = new WebSocketTestMessage(WebSocketTestMessageKind.Binary, payload);
                break;
            case ReadOutcome.Ping:
                opcode = Opcode.Ping;
                break;
            case ReadOutcome.Pong:
                opcode = Opcode.Pong;
                break;
            case ReadOutcome.Close:
                opcode = Opcode.Close;
                var status = new CloseStatus(result.CloseCode, Encoding.UTF8.GetString(result.Reason));
                CloseStatus = status;
                message = new WebSocketTestMessage(WebSocketTestMessageKind.Close, default, status);
                break;
            case ReadOutcome.Violation:
                Problem = $"{result.Violation.Description} ({result.Violation.Section})";
                break;
        }

        return result.Consumed;
    }
}
