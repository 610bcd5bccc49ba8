using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Allocation;

public class MessageReaderAllocationTests
{
    private const int Messages = 10_000;

    [Fact]
    public void Messages_read_in_place_allocate_nothing()
    {
        byte[] stream = FrameBuilder.Concat(
            FrameBuilder.Text("größer ∀ 🎈"),
            FrameBuilder.Binary(new byte[20]),
            FrameBuilder.Ping("ping"),
            FrameBuilder.Binary(new byte[1024]));

        // Nothing per message. A collection in another test takes what is left of the piece that this thread allocates from, up to 8 KiB, and that counts.
        Assert.InRange(Measure(stream, piece: stream.Length, events: 4), 0, Messages - 1);
    }

    [Fact]
    public void Messages_that_are_assembled_live_in_the_pool()
    {
        byte[] stream = FrameBuilder.Concat(
            FrameBuilder.Fragments(Opcode.Text, "größer ∀ 🎈"u8.ToArray(), [2, 3, 1]),
            FrameBuilder.Binary(new byte[1000]));

        // Nothing per message. A collection in another test may make the pool drop its arrays, which are then allocated once more.
        Assert.InRange(Measure(stream, piece: 100, events: 2), 0, Messages - 1);
    }

    /// <summary>Bytes that this thread allocates while it reads the stream over and over, in pieces.</summary>
    private static long Measure(byte[] stream, int piece, int events)
    {
        using var reader = new MessageReader(EndpointRole.Server, new ReceiveLimits(1 << 20, 1 << 20));
        byte[] receiveBuffer = new byte[stream.Length];
        int rounds = Messages / events;

        Assert.Equal(rounds * events, Run(reader, stream, receiveBuffer, piece, rounds));
        long before = GC.GetAllocatedBytesForCurrentThread();
        int seen = Run(reader, stream, receiveBuffer, piece, rounds);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(rounds * events, seen);
        return allocated;
    }

    private static int Run(MessageReader reader, byte[] stream, byte[] receiveBuffer, int piece, int rounds)
    {
        int seen = 0;
        for (int round = 0; round < rounds; round++)
        {
            // Unmasking writes to the input, so it is filled anew, as a receive would.
            stream.CopyTo(receiveBuffer, 0);
            int start = 0;
            for (int end = Math.Min(piece, stream.Length); start < stream.Length; end = Math.Min(end + piece, stream.Length))
            {
                ReadOutcome outcome;
                do
                {
                    ReadResult result = reader.Read(receiveBuffer.AsSpan(start..end));
                    outcome = result.Outcome;
                    start += result.Consumed;
                    seen += outcome == ReadOutcome.NeedMore ? 0 : 1;
                }
                while (outcome != ReadOutcome.NeedMore);
            }
        }

        return seen;
    }
}
