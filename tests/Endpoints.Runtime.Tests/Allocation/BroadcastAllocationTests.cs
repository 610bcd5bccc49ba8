using System.Text;
using Endpoints.Backplanes;
using Endpoints.Connections;

namespace Endpoints.Runtime.Tests.Allocation;

/// <summary>
/// What a message to a group allocates, on the thread that sends it: nothing where there is no backplane, and nothing where there is one, be it
/// connected or not, but the text of its key, if it has one, and what the pool has to make anew.
/// </summary>
public sealed class BroadcastAllocationTests
{
    private const int Messages = 2_000;

    // No object is smaller than 24 bytes, so what is less for each message is nothing for each. A collection in another test makes the pool drop its arrays, which
    // are then made anew, and takes what is left of the piece that this thread allocates from, up to 8 KiB, which counts as allocated.
    private const int Slack = 8;

    // So many wait for the broker at a time; far below what the pool keeps.
    private const int Burst = 10;

    // One for all sessions: what keeps a large frame in one array.
    private const int SharedFrameSize = 48;

    // As other processes get it: "n" and "key".
    private const int KeyTextSize = 32;

    [Theory]
    [InlineData(Form.Utf8, 20)]
    [InlineData(Form.Text, 20)]
    [InlineData(Form.Binary, 20)]
    [InlineData(Form.Keyed, 20)]
    [InlineData(Form.Utf8, WebSocketConnection.SmallestLent - 1)]
    public void Without_a_backplane_nothing_is_allocated(Form form, int size)
    {
        using var room = new BroadcastRoom(node: null);
        Assert.InRange(Measure(room, form, size), 0, Slack * Messages);
        Assert.Equal(2 * Messages * BroadcastRoom.Members, room.Batches);
    }

    [Fact]
    public void Without_a_backplane_a_large_message_is_one_object_for_all_sessions()
    {
        using var room = new BroadcastRoom(node: null);

        Assert.InRange(Measure(room, Form.Binary, WebSocketConnection.SmallestLent), 1, Messages * (SharedFrameSize + Slack));
    }

    [Theory]
    [InlineData(Form.Utf8)]
    [InlineData(Form.Binary)]
    [InlineData(Form.Keyed)]
    public async Task With_a_backplane_that_is_not_connected_nothing_is_allocated_but_the_text_of_a_key(Form form)
    {
        await using var node = DiscardingBackplane.CreateNode(new DiscardingBackplane { IsDown = true });
        using var room = new BroadcastRoom(node);
        node.Start();
        Assert.Equal(WebSocketBackplaneState.Disconnected, node.State);

        Assert.InRange(Measure(room, form, 20) - (Messages * KeySize(form)), 0, Slack * Messages);
    }

    [Theory]
    [InlineData(Form.Utf8)]
    [InlineData(Form.Binary)]
    [InlineData(Form.Keyed)]
    public async Task With_a_backplane_that_is_connected_a_message_waits_in_an_array_of_the_pool(Form form)
    {
        var backplane = new DiscardingBackplane();
        await using var node = DiscardingBackplane.CreateNode(backplane);
        using var room = new BroadcastRoom(node);
        node.Start();
        await backplane.WaitForPublishedAsync(1);

        // The first one says that this process is there.
        var published = 1;
        long allocated = 0;
        for (var i = 0; i < 2 * Messages; i += Burst)
        {
            // The publisher waits with the first of them, so that the rest of them is there when it goes on.
            var held = backplane.Hold();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var j = 0; j < Burst; j++)
            {
                Send(room, form, Payload);
            }

            allocated += i < Messages ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
            held.SetResult();
            backplane.SpinUntilPublished(published += Burst);
        }

        Assert.InRange(allocated - (Messages * KeySize(form)), 0, Slack * Messages);

        // Nor does what takes them from the queue to the broker; what that allocates itself is its own.
        Assert.True(backplane.Measured > Messages);
        Assert.InRange(backplane.AllocatedBetweenMessages, 0, Slack * Messages);
    }

    private static readonly byte[] Payload = Encoding.UTF8.GetBytes(new string('a', 20));

    /// <summary>Bytes that this thread allocates for messages to the group, once everything is warm.</summary>
    private static long Measure(BroadcastRoom room, Form form, int size)
    {
        var payload = Encoding.UTF8.GetBytes(new string('a', size));
        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        return GC.GetAllocatedBytesForCurrentThread() - before;

        void Run()
        {
            for (var i = 0; i < Messages; i++)
            {
                Send(room, form, payload);
            }
        }
    }

    private static long KeySize(Form form) => form == Form.Keyed ? KeyTextSize : 0;

    private static void Send(BroadcastRoom room, Form form, byte[] payload)
    {
        var group = room.Sessions.Group(BroadcastRoom.Group);
        var taken = form switch
        {
            Form.Utf8 => group.SendText(payload),
            Form.Text => group.SendText("twenty bytes of text"),
            Form.Binary => group.SendBinary(payload),
            _ => group.SendText(payload, "key"),
        };
        if (taken != BroadcastRoom.Members)
        {
            Assert.Fail($"{taken} sessions have taken the message.");
        }
    }

    public enum Form
    {
        Utf8,
        Text,
        Binary,
        Keyed,
    }
}
