using System.Buffers;
using Endpoints.Backplanes;

namespace Endpoints.Runtime.Tests.Backplanes;

/// <summary>What waits for the broker, and what gives way.</summary>
public sealed class OutboundQueueTests
{
    private readonly List<(byte Number, DropReason Reason)> _dropped = [];

    [Theory]
    [InlineData(BackplaneQueueMode.DropOldest, new byte[] { 1, 2 }, new byte[] { 3, 4, 5 })]
    [InlineData(BackplaneQueueMode.DropNewest, new byte[] { 4, 5 }, new byte[] { 1, 2, 3 })]
    public async Task A_full_queue_drops_what_it_is_told_to(BackplaneQueueMode mode, byte[] dropped, byte[] left)
    {
        var queue = Open(new WebSocketBackplaneOptions { MaxQueuedMessages = 3, QueueMode = mode });
        for (byte number = 1; number <= 5; number++)
        {
            queue.Add(Message(number, 10));
        }

        Assert.Equal(dropped.Select(number => (number, DropReason.QueueFull)), _dropped);
        foreach (var number in left)
        {
            Assert.Equal(number, (await queue.TakeAsync(CancellationToken.None)).Array[0]);
        }
    }

    [Fact]
    public async Task What_can_wait_does_so_while_half_of_the_room_is_taken()
    {
        var queue = Open(new WebSocketBackplaneOptions { MaxQueuedMessages = 4, MaxQueuedBytes = 100 });
        queue.Add(Message(1, 10));
        queue.Add(Message(2, 40));
        Assert.True(queue.WhenRoomyAsync(CancellationToken.None).IsCompleted);

        queue.Add(Message(3, 10));
        var byNumber = queue.WhenRoomyAsync(CancellationToken.None);
        Assert.False(byNumber.IsCompleted);
        await queue.TakeAsync(CancellationToken.None);
        await byNumber.WaitAsync(TimeSpan.FromSeconds(30));

        await queue.TakeAsync(CancellationToken.None);
        queue.Add(Message(4, 50));
        var byBytes = queue.WhenRoomyAsync(CancellationToken.None);
        Assert.False(byBytes.IsCompleted);

        // Where there is no connection, there is room.
        queue.Close(DropReason.Disconnected);
        await byBytes.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Bytes_are_bounded_as_well()
    {
        var queue = Open(new WebSocketBackplaneOptions { MaxQueuedBytes = 100 });
        queue.Add(Message(1, 40));
        queue.Add(Message(2, 40));
        queue.Add(Message(3, 90));

        Assert.Equal([(1, DropReason.QueueFull), (2, DropReason.QueueFull)], _dropped.Select(drop => ((int)drop.Number, drop.Reason)));
    }

    [Fact]
    public async Task Without_a_connection_nothing_waits_and_who_waits_for_a_confirm_is_told()
    {
        var queue = Open(new WebSocketBackplaneOptions());
        var waiting = new TaskCompletionSource();
        queue.Add(Message(1, 10, waiting));
        queue.Close(DropReason.Disconnected);
        Assert.False(queue.Add(Message(2, 10)));

        Assert.Equal(2, _dropped.Count);
        await Assert.ThrowsAsync<WebSocketBackplaneException>(() => waiting.Task);

        queue.Open();
        Assert.True(queue.Add(Message(3, 10)));
        Assert.Equal(3, (await queue.TakeAsync(CancellationToken.None)).Array[0]);
    }

    [Fact]
    public async Task Taking_waits_for_a_message()
    {
        var queue = Open(new WebSocketBackplaneOptions());
        var taking = queue.TakeAsync(CancellationToken.None).AsTask();
        Assert.False(taking.IsCompleted);

        queue.Add(Message(9, 10));

        Assert.Equal(9, (await taking.WaitAsync(TimeSpan.FromMinutes(1))).Array[0]);
    }

    private OutboundQueue Open(WebSocketBackplaneOptions options)
    {
        var queue = new OutboundQueue(options, (message, reason) =>
        {
            _dropped.Add((message.Array[0], reason));
            message.Drop(reason);
        });
        queue.Open();
        return queue;
    }

    private static OutboundMessage Message(byte number, int length, TaskCompletionSource? waiting = null)
    {
        var array = ArrayPool<byte>.Shared.Rent(length);
        array[0] = number;
        return new OutboundMessage(BackplaneTopic.OfBucket(0), array, length, waiting);
    }
}
