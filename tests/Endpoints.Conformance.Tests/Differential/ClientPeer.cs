using System.Net.WebSockets;
using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;

namespace Endpoints.Conformance.Tests.Differential;

/// <summary>
/// A client made of our frame layer: <see cref="FrameHeaderWriter"/>, <see cref="FrameMask"/>, <see cref="MessageReader"/>, and the
/// client's side of the compression.
/// </summary>
internal sealed class ClientPeer : IDisposable
{
    private readonly Stream _stream;
    private readonly Random _random;
    private readonly MessageReader _reader;
    private readonly MessageDeflater? _deflater;
    private readonly List<ReceivedMessage> _received = [];
    private readonly List<string> _pongs = [];

    public ClientPeer(Stream stream, Random random, Agreement? agreement)
    {
        _stream = stream;
        _random = random;
        var settings = agreement?.ToSettings();
        _deflater = settings?.CreateDeflater(agreement!.Parameters, EndpointRole.Client);
        _reader = new MessageReader(
            EndpointRole.Client, new ReceiveLimits(1 << 20, 1 << 20), settings?.CreateInflater(agreement!.Parameters, EndpointRole.Client));
    }

    public IReadOnlyList<ReceivedMessage> Received => _received;

    public IReadOnlyList<string> Pongs => _pongs;

    /// <summary>The server's close frame.</summary>
    public CloseStatus? Closed { get; private set; }

    public void Dispose()
    {
        _reader.Dispose();
        _deflater?.Dispose();
    }

    /// <summary>What goes into the frames of a message, in the order of the messages; and whether that is its compressed form.</summary>
    public (ScriptMessage Message, bool IsCompressed) Compress(ScriptMessage message)
    {
        if (_deflater is null || !message.Compress)
        {
            return (message, false);
        }

        var compressed = default(MessageBuffer);
        var isCompressed = _deflater.TryDeflate(message.Payload, ref compressed);
        byte[] payload = isCompressed ? [.. compressed.Written] : message.Payload;
        compressed.Release();

        // Cut where the message would have been, by its share.
        var cuts = message.Cuts.Select(cut => (int)((long)cut * payload.Length / Math.Max(1, message.Payload.Length)));
        return (message with { Payload = payload, Cuts = [.. cuts] }, isCompressed);
    }

    public static byte[] Frame(Opcode opcode, bool fin, byte[] payload, uint key, bool rsv1 = false)
    {
        var frame = new byte[FrameHeaderWriter.GetLength(payload.Length, masked: true) + payload.Length];
        var head = FrameHeaderWriter.Write(frame, opcode, fin, payload.Length, key, rsv1);
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
            var buffer = new byte[1 + _random.Next(_random.Next(2) == 0 ? 20_000 : 300)];
            var read = await _stream.ReadAsync(buffer, cancellationToken);
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
