using Endpoints.Client.Tests.Servers;

namespace Endpoints.Client.Tests;

/// <summary>Messages that outlive their step.</summary>
public sealed class RetainedMessageTests
{
    [Fact]
    public async Task A_retained_message_stays_as_it_is_while_others_come()
    {
        var server = new RuntimeServer(TimeProvider.System);
        server.Sink.OnCall = (session, call) => call == "open" ? SendAsync(session) : default;
        await using var session = await WebSocketClient.ConnectAsync(new Uri("ws://memory.example/"), server.Options);
        var kept = new List<RetainedMessage>();
        await foreach (var message in session.ReceiveAllAsync())
        {
            kept.Add(message.Retain());
        }

        Assert.Equal(["1", "22", ""], kept.Where(message => message.IsText).Select(message => message.GetText()));
        var binary = kept[^1];
        Assert.Equal([1, 2, 3], binary.Payload.ToArray());
        Assert.Throws<InvalidOperationException>(binary.GetText);
        kept.ForEach(message => message.Dispose());
        binary.Dispose();
        Assert.Throws<ObjectDisposedException>(() => binary.Payload);

        static async ValueTask SendAsync(WebSocketSession session)
        {
            await session.SendTextAsync("1");
            await session.SendTextAsync("22");
            await session.SendTextAsync("");
            await session.SendBinaryAsync(new byte[] { 1, 2, 3 });
            await session.CloseAsync();
        }
    }

    [Fact]
    public async Task The_walk_can_go_on_on_the_thread_pool_so_that_code_that_blocks_may_wait_for_what_it_has_sent()
    {
        var server = new RuntimeServer(TimeProvider.System);
        using var arrived = new SemaphoreSlim(0);
        server.Sink.OnCall = async (session, call) =>
        {
            if (call == "open")
            {
                await session.SendTextAsync("go");
            }
            else if (call == "text sent")
            {
                arrived.Release();
            }
        };
        var options = server.Options;
        options.ReceivesOnThreadPool = true;
        await using var session = await WebSocketClient.ConnectAsync(new Uri("ws://memory.example/"), options);
        await foreach (var _ in session.ReceiveAllAsync())
        {
            await session.SendTextAsync("sent");
            Assert.True(arrived.Wait(RawServer.Patience));
            break;
        }
    }
}
