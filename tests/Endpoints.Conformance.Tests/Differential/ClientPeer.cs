using System.Net.WebSockets;
using Endpoints.Protocol;

namespace Endpoints.Conformance.Tests.Differential;

/// <summary>A client made of our frame layer: <see cref="FrameHeaderWriter"/>, <see cref="FrameMask"/> and <see cref="MessageReader"/>.</summary>
internal sealed class ClientPeer(Stream stream, Random random) : IDisposable
{
    private readonly MessageReader _reader = new(EndpointRole.Client, new ReceiveLimits(1 << 20, 1 << 20));
    private readonly List<ReceivedMessage> _received = [];
    private readonly List<string> _pongs = [];

    public IReadOnlyList<ReceivedMessage> Received => _received;

    public IReadOnlyList<string> Pongs => _pongs;

    /// <summary>The server's close frame.</summary>
    public CloseStatus? Closed { get; private set; }

    public void Dispose() => _reader.Dispose();

    public static byte[] Frame(Opcode opcode, bool fin, byte[] payload, uint key)
    {
        var frame = new byte[FrameHeaderWriter.GetLength(payload.Length, masked: true) + payload.Length];
        var head = FrameHeaderWriter.Write(frame, opcode, fin, payload.Length, key);
        payload.CopyTo(frame, head);
        FrameMask.Apply(frame.AsSpan(head), key, phase: 0);
        return frame;
    }

    /// <summary>Reads into buffers of all sizes up to the server's close frame.</summary>
    public async Task ReceiveAllAsync(Func<Task> onMessage, CancellationToken cancellationToken)
    {
        byte[] rest = [];
        while (Closed is null)
        {
            var buffer = new byte[1 + random.Next(random.Next(2) == 0 ? 20_000 : 300)];
            var read = await stream.ReadAsync(buffer, cancellationToken);
            Assert.True(read > 0, "The server ended the connection without a close frame.");
            byte[] input = [.. rest, .. buffer.AsSpan(0, read)];
            var before = _received.Count;
            rest = input[Take(input)..];
            for (; before < _received.Count; before++)
            {
                await onMessage();
            }
        }
    }

    private int Take(Span<byte> input)
    {
        var consumed = 0;
        while (true)
        {
            var result = _reader.Read(input[consumed..]);
            consumed += result.Consumed;
            switch (result.Outcome)
            {
                case ReadOutcome.Text:
                    _received.Add(new ReceivedMessage(WebSocketMessageType.Text, result.Payload));
                    break;
                case ReadOutcome.Binary:
                    _received.Add(new ReceivedMessage(WebSocketMessageType.Binary, result.Payload));
                    break;
                case ReadOutcome.Pong:
                    _pongs.Add(Convert.ToHexString(result.Payload));
                    break;
                case ReadOutcome.Ping:
                    break;
                case ReadOutcome.Close:
                    Closed = new CloseStatus(result.CloseCode, System.Text.Encoding.UTF8.GetString(result.Reason));
                    return consumed;
                case ReadOutcome.NeedMore:
                    return consumed;
                default:
                    throw new InvalidOperationException($"{result.Outcome} {result.Violation}");
            }
        }
    }
}
