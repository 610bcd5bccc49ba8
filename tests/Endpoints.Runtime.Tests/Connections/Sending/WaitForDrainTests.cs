using Endpoints.TestKit.Connections;

namespace Endpoints.Runtime.Tests.Connections.Sending;

/// <summary>Waiting until the peer has taken what waits for it.</summary>
public sealed class WaitForDrainTests
{
    [Fact]
    public void Nothing_waits_is_no_wait()
    {
        var scripted = new ScriptedConnection();

        Assert.True(scripted.Connection.WaitForDrainAsync().AsTask().IsCompletedSuccessfully);
        scripted.Connection.TrySendText("a"u8);
        Assert.True(scripted.Connection.WaitForDrainAsync().AsTask().IsCompletedSuccessfully);
    }

    [Theory]
    [InlineData(SendPolicy.Wait)]
    [InlineData(SendPolicy.DropOldest)]
    public async Task It_ends_when_no_more_than_that_waits(SendPolicy policy)
    {
        var scripted = new ScriptedConnection(options => options.SendPolicy = policy);
        scripted.Transport.IsBlocked = true;
        scripted.Connection.TrySendBinary(new byte[8]);
        scripted.Connection.TrySendBinary(new byte[18]);

        var some = scripted.Connection.WaitForDrainAsync(20).AsTask();
        var all = scripted.Connection.WaitForDrainAsync().AsTask();
        Assert.True(scripted.Connection.WaitForDrainAsync(30).AsTask().IsCompletedSuccessfully);
        Assert.False(scripted.Connection.WaitForDrainAsync(29).AsTask().IsCompletedSuccessfully);

        // One of the two batches.
        scripted.Connection.OutputWritten();
        await some;
        Assert.False(all.IsCompleted);
        scripted.Connection.TryTakeOutput(out _);
        scripted.Connection.OutputWritten();
        await all;
    }

    [Fact]
    public async Task It_can_be_given_up()
    {
        var scripted = new ScriptedConnection();
        scripted.Transport.IsBlocked = true;
        scripted.Connection.TrySendText("a"u8);
        using var giveUp = new CancellationTokenSource();

        var wait = scripted.Connection.WaitForDrainAsync(cancellationToken: giveUp.Token).AsTask();
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        scripted.Transport.IsBlocked = false;
        Assert.True(scripted.Connection.WaitForDrainAsync(cancellationToken: CancellationToken.None).AsTask().IsCompletedSuccessfully);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scripted.Connection.WaitForDrainAsync(0, giveUp.Token).AsTask());
    }

    [Fact]
    public async Task The_end_of_the_connection_is_an_exception_where_something_was_lost()
    {
        var scripted = new ScriptedConnection();
        scripted.Transport.IsBlocked = true;
        scripted.Connection.TrySendText("a"u8);
        var wait = scripted.Connection.WaitForDrainAsync().AsTask();

        scripted.Connection.TransportClosed();

        await Assert.ThrowsAsync<WebSocketClosedException>(() => wait);
        await Assert.ThrowsAsync<WebSocketClosedException>(() => scripted.Connection.WaitForDrainAsync().AsTask());
    }

    [Fact]
    public async Task A_closing_session_is_waited_for()
    {
        var scripted = new ScriptedConnection();
        scripted.Transport.IsBlocked = true;
        scripted.Connection.TrySendText("a"u8);
        var close = scripted.Connection.CloseAsync().AsTask();
        var wait = scripted.Connection.WaitForDrainAsync().AsTask();
        Assert.False(wait.IsCompleted);

        scripted.Transport.IsBlocked = false;

        await wait;
        await close;
    }

    [Fact]
    public async Task Within_a_batch_it_makes_the_batch_leave()
    {
        var scripted = new ScriptedConnection();
        scripted.Connection.BeginReads();
        scripted.Receive();
        scripted.Connection.TrySendText("a"u8);
        Assert.Equal(1, scripted.Connection.BufferedAmount - 2);

        await scripted.Connection.WaitForDrainAsync();

        Assert.Equal("a", Assert.Single(scripted.Transport.TakeFrames()).Text);
        scripted.Connection.EndReads();
    }

    [Fact]
    public void Less_than_nothing_cannot_wait() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new ScriptedConnection().Connection.WaitForDrainAsync(-1).AsTask(); });
}
