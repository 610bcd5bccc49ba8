using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Endpoints.TestKit.Connections;

namespace Endpoints.Runtime.Tests.Connections;

/// <summary>
/// The two streams of a session, and when a conversation of both is over: the rules that docs/coming-from-spring.md states for Spring's three flows.
/// </summary>
public class FlowTests
{
    private readonly Conversation _conversation = new();
    private bool _isSourceDisposed;

    [Fact]
    public async Task Inbound_only_ends_when_the_peer_closes()
    {
        var received = new List<string>();
        var holding = _conversation.HoldAsync(async session =>
        {
            await foreach (var message in session.ReceiveAllAsync())
            {
                received.Add(message.GetText());
            }
        });

        _conversation.Text("a");
        _conversation.Text("b");
        Assert.False(holding.IsCompleted);
        _conversation.Close(1001);

        await holding;
        Assert.Equal(["a", "b"], received);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_combined_flow_completes_when_the_peer_closes(bool endsAtOnce)
    {
        var holding = _conversation.HoldAsync(session => session.SendAllAsync(session.ReceiveAllAsync()));

        _conversation.Text("a");
        _conversation.Binary(1, 2);
        Assert.Equal(["text:a", "binary:0102"], _conversation.Sent);
        _conversation.Close(1001);
        if (endsAtOnce)
        {
            await _conversation.EndAsync();
        }

        await holding;
        Assert.Equal("close:1001", _conversation.Sent[^1]);
    }

    [Fact]
    public async Task A_combined_flow_that_is_cut_off_says_so()
    {
        var holding = _conversation.HoldAsync(session => session.SendAllAsync(Upper(session.ReceiveAllAsync())));

        _conversation.Text("a");
        Assert.Equal(["text:A"], _conversation.Sent);
        await _conversation.EndAsync();

        var error = await Assert.ThrowsAsync<WebSocketClosedException>(() => holding);
        Assert.Equal(1006, error.Status.Code);
    }

    [Fact]
    public async Task Either_stream_may_end_it_the_inbound_one()
    {
        var holding = _conversation.HoldAsync(session => EitherAsync(session, Ticks()));

        _conversation.Close(1001);

        await holding;
    }

    [Fact]
    public async Task Either_stream_may_end_it_the_outbound_one()
    {
        var holding = _conversation.HoldAsync(session => EitherAsync(session, Ticks("only")));

        await holding;
        Assert.Equal(["text:only"], _conversation.Sent);
        Assert.Equal(WebSocketSessionState.Open, _conversation.Session.State);
    }

    [Fact]
    public async Task Inbound_ends_it_while_outbound_has_no_end()
    {
        Task? sending = null;
        var holding = _conversation.HoldAsync(async session =>
        {
            sending = session.SendAllAsync(Ticks());
            await DrainAsync(session);
        });

        Assert.False(_isSourceDisposed);
        _conversation.Close(1001);

        await holding;
        var error = await Assert.ThrowsAsync<WebSocketClosedException>(() => sending!);
        Assert.Equal(1001, error.Status.Code);
        Assert.True(_isSourceDisposed);
    }

    [Fact]
    public async Task A_chosen_point_ends_both()
    {
        Task? sending = null;
        var holding = _conversation.HoldAsync(async session =>
        {
            sending = session.SendAllAsync(Ticks());
            await foreach (var message in session.ReceiveAllAsync())
            {
                if (message.GetText() == "bye")
                {
                    await session.CloseAsync(new CloseStatus(4000, "as you like"));
                }
            }
        });

        _conversation.Text("hello");
        Assert.False(holding.IsCompleted);
        _conversation.Text("bye");

        await holding;
        var error = await Assert.ThrowsAsync<WebSocketClosedException>(() => sending!);
        Assert.Equal(new CloseStatus(4000, "as you like"), error.Status);
        Assert.True(_isSourceDisposed);
        Assert.Equal("close:4000", _conversation.Sent[^1]);
    }

    [Fact]
    public async Task Independent_flows_are_waited_for_both()
    {
        // What is written is sent at once, before what the peer does next.
        var texts = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { AllowSynchronousContinuations = true });
        var holding = _conversation.HoldAsync(session => BothAsync(session, texts.Reader.ReadAllAsync()));

        texts.Writer.TryWrite("a");
        texts.Writer.Complete();
        _conversation.Text("still open");
        Assert.False(holding.IsCompleted);
        _conversation.Close(1000);

        await holding;
    }

    [Fact]
    public async Task Independent_flows_end_with_the_first_error_while_the_other_goes_on()
    {
        var texts = Channel.CreateUnbounded<string>();
        var holding = _conversation.HoldAsync(session => BothAsync(session, texts.Reader.ReadAllAsync()));

        texts.Writer.Complete(new FormatException("mine"));

        await Assert.ThrowsAsync<FormatException>(() => holding);
        Assert.Equal(WebSocketSessionState.Open, _conversation.Session.State);
    }

    [Fact]
    public async Task Independent_flows_end_with_the_session()
    {
        var holding = _conversation.HoldAsync(session => BothAsync(session, Ticks()));

        _conversation.Close(1001);

        var error = await Assert.ThrowsAsync<WebSocketClosedException>(() => holding);
        Assert.Equal(1001, error.Status.Code);
        Assert.True(_isSourceDisposed);
    }

    private static async Task EitherAsync(WebSocketSession session, IAsyncEnumerable<string> source) =>
        await await Task.WhenAny(DrainAsync(session), session.SendAllAsync(source));

    private static async Task BothAsync(WebSocketSession session, IAsyncEnumerable<string> source)
    {
        await foreach (var flow in Task.WhenEach(DrainAsync(session), session.SendAllAsync(source)))
        {
            await flow;
        }
    }

    private static async Task DrainAsync(WebSocketSession session)
    {
        await foreach (var message in session.ReceiveAllAsync())
        {
            _ = message;
        }
    }

    private static async IAsyncEnumerable<WebSocketMessage> Upper(IAsyncEnumerable<WebSocketMessage> messages)
    {
        await foreach (var message in messages)
        {
            yield return WebSocketMessage.Text(message.GetText().ToUpperInvariant());
        }
    }

    /// <summary>Some texts and an end, or without texts no end but by being cancelled.</summary>
    private async IAsyncEnumerable<string> Ticks(string? only = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            if (only is null)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            yield return only!;
        }
        finally
        {
            _isSourceDisposed = true;
        }
    }
}
