using System.Text;
using Endpoints.Connections;
using Endpoints.Connections.Compression;
using Endpoints.Options;
using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;
using Endpoints.Runtime.Tests.Protocol;
using Endpoints.Runtime.Tests.Protocol.Deflate;
using Endpoints.TestKit.Connections;
using Endpoints.TestKit.Frames;
using FsCheck.Xunit;

namespace Endpoints.Runtime.Tests.Connections;

/// <summary>
/// A session that echoes does the same however its input is split: the same calls, the same output, the same end. Batches differ, and
/// with them which pongs are left out when more pings come at once than the queue takes (RFC 6455 section 5.5.3).
/// </summary>
[Properties(Arbitrary = [typeof(FrameStreams)], MaxTest = 200)]
public class ChunkingProperties
{
    /// <summary>Of payloads of pongs, when all are in the queue at once; what <c>WebSocketConnection.ControlAllowance</c> takes with heads.</summary>
    private const int AllPongsFit = 900;

    [Property]
    public Task A_stream_makes_the_same_session_however_it_is_split(FrameStream stream, bool waits) =>
        CheckAsync(stream, stream.ToBytes(), deflate: null, waits, isSpoilt: false);

    [Property]
    public Task A_spoilt_stream_makes_the_same_session_however_it_is_split(FrameStream stream, bool waits) =>
        CheckAsync(stream, stream.ToSpoiltBytes(), deflate: null, waits, isSpoilt: true);

    [Property]
    public Task A_compressed_stream_makes_the_same_session_however_it_is_split(FrameStream stream, bool waits, bool takeover, byte bits)
    {
        var deflate = Agree(takeover, bits);
        return CheckAsync(stream, Compress(stream.ToBytes, deflate), deflate, waits, isSpoilt: false);
    }

    [Property]
    public Task A_spoilt_compressed_stream_makes_the_same_session_however_it_is_split(FrameStream stream, bool waits, bool takeover, byte bits)
    {
        var deflate = Agree(takeover, bits);
        return CheckAsync(stream, Compress(stream.ToSpoiltBytes, deflate), deflate, waits, isSpoilt: true);
    }

    [Property]
    public async Task Noise_makes_the_same_session_however_it_is_split(byte[] noise, FrameStream pieces, bool takeover)
    {
        await CheckAsync(pieces, noise, deflate: null, waits: false, isSpoilt: true);
        await CheckAsync(pieces, noise, Agree(takeover, 6), waits: false, isSpoilt: true);
    }

    private static DeflateParameters Agree(bool takeover, byte bits) => new(!takeover, !takeover, 9 + (bits % 7), 9 + (bits % 7));

    /// <summary>Two messages of three go through the compression, empty ones never.</summary>
    private static byte[] Compress(Func<Func<byte[], byte[]?>, byte[]> toBytes, DeflateParameters deflate)
    {
        using var deflater = new ZlibCodec().CreateDeflater(deflate.ClientMaxWindowBits);
        var count = 0;
        return toBytes(payload => payload.Length == 0 || ++count % 3 == 0
            ? null
            : Codecs.Deflate(deflater, payload, forget: deflate.ClientNoContextTakeover)[..^4]);
    }

    /// <param name="stream">Where the pieces come from, and what has to be received if it is not spoilt.</param>
    /// <param name="waits">Whether the send queue is small and handlers wait for room in it.</param>
    private static async Task CheckAsync(FrameStream stream, byte[] bytes, DeflateParameters? deflate, bool waits, bool isSpoilt)
    {
        var whole = await PlayAsync([bytes], deflate, waits);
        if (!isSpoilt)
        {
            string[] sent = [.. stream.ToEvents().Where(read => read.Outcome != ReadOutcome.Close).Select(ToCall)];
            Assert.Equal(sent, whole.Calls[1..^1]);
        }

        AssertSame(whole, await PlayAsync(stream.Chop(bytes), deflate, waits));
        AssertSame(whole, await PlayAsync(FrameBuilder.ChopEveryByte(bytes), deflate, waits));
    }

    private static async Task<Outcome> PlayAsync(IEnumerable<byte[]> pieces, DeflateParameters? deflate, bool waits)
    {
        var scripted = new ScriptedConnection(
            options =>
            {
                options.MaxSendQueueSize = waits ? 64 : 1 << 24;
                options.Compression = new WebSocketCompressionOptions { Threshold = 0 };
            },
            deflate: deflate);
        scripted.Sink.BorrowsMemory = true;
        scripted.Sink.OnCall = (session, call) => EchoAsync(session, call, scripted.Sink.Borrowed, waits);
        var status = ReceiveStatus.NeedMore;
        foreach (var piece in pieces)
        {
            status = scripted.Receive(piece);
            while (status == ReceiveStatus.Paused)
            {
                // As a door does once it is told to resume; to ask more often changes nothing.
                await Task.Yield();
                status = scripted.Receive();
            }

            if (status == ReceiveStatus.Closed)
            {
                break;
            }
        }

        var state = scripted.Connection.State;
        scripted.Connection.TransportClosed();
        var end = await scripted.Connection.Completion;
        return new Outcome([.. scripted.Sink.Calls], Describe(SentFrame.ReadAll([.. scripted.Transport.Written]), deflate), $"{status}, {state}, {end}");
    }

    /// <summary>Messages as they come out: the same message may be compressed to other bytes, for contexts come from a pool and zlib's windows slide.</summary>
    private static string[] Describe(IReadOnlyList<SentFrame> frames, DeflateParameters? deflate)
    {
        using var inflater = deflate is null ? null : new ZlibCodec().CreateInflater(deflate.Value.ServerMaxWindowBits);
        return [.. frames.Select(frame =>
        {
            var payload = frame.IsCompressed ? Codecs.Inflate(inflater!, [.. frame.Payload, 0x00, 0x00, 0xFF, 0xFF]) : frame.Payload;
            if (deflate is { ServerNoContextTakeover: true })
            {
                inflater!.Reset();
            }

            return $"{frame.Opcode} {frame.Fin} {Convert.ToHexString(payload)}";
        })];
    }

    private static ValueTask EchoAsync(WebSocketSession session, string call, ReadOnlyMemory<byte> payload, bool waits)
    {
        var isText = call.StartsWith("text", StringComparison.Ordinal);
        if (!isText && !call.StartsWith("binary", StringComparison.Ordinal))
        {
            return default;
        }

        if (waits)
        {
            return isText ? session.SendTextAsync(payload) : session.SendBinaryAsync(payload);
        }

        Assert.True(isText ? session.TrySendText(payload.Span) : session.TrySendBinary(payload.Span));
        return default;
    }

    private static void AssertSame(Outcome whole, Outcome split)
    {
        Assert.Equal(whole.Calls, split.Calls);
        Assert.Equal(whole.End, split.End);
        if (split.Sent.Where(IsPong).Sum(pong => pong.Length) / 2 < AllPongsFit)
        {
            Assert.Equal(whole.Sent, split.Sent);
            return;
        }

        Assert.Equal(whole.Sent.Where(frame => !IsPong(frame)), split.Sent.Where(frame => !IsPong(frame)));
        Assert.Subset(split.Sent.ToHashSet(), whole.Sent.ToHashSet());
    }

    private static string ToCall(ReaderEvent read)
    {
        var kind = read.Outcome.ToString().ToLowerInvariant();
        return read.Payload.Length == 0 ? kind : $"{kind} {Encoding.UTF8.GetString(Convert.FromHexString(read.Payload))}";
    }

    private static bool IsPong(string frame) => frame.StartsWith(nameof(Opcode.Pong), StringComparison.Ordinal);

    private sealed record Outcome(string[] Calls, string[] Sent, string End);
}
