using System.Text;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Integration.Tests.Behavior;

/// <summary>State, filters, authorization and validation.</summary>
public abstract partial class EndpointBehaviorTests
{
    [Fact]
    public async Task Sessions_of_a_singleton_have_their_own_state()
    {
        await using var first = await OpenAsync("/guarded?start=10");
        await using var second = await OpenAsync("/guarded");
        Assert.Equal("open", await first.ReadTextAsync());
        Assert.Equal("open", await second.ReadTextAsync());

        await first.SendAsync(FrameBuilder.Text("""{"Name":"a"}"""), FrameBuilder.Text("""{"Name":"b"}"""));
        await second.SendAsync(FrameBuilder.Text("""{"Name":"c"}"""));

        Assert.Equal("a 11", await first.ReadTextAsync());
        Assert.Equal("b 12", await first.ReadTextAsync());
        Assert.Equal("c 1", await second.ReadTextAsync());
    }

    [Fact]
    public async Task A_filter_may_wait_swallow_and_close()
    {
        await using var peer = await OpenAsync("/guarded?role=admin");
        Assert.Equal("open", await peer.ReadTextAsync());
        var payload = Enumerable.Range(0, 1000).Select(i => (byte)i).ToArray();

        // Whole in one read, and assembled of fragments.
        await peer.SendAsync(
            FrameBuilder.Text("skip"), FrameBuilder.Binary(payload), FrameBuilder.Fragments(Opcode.Binary, payload, [400, 300]), FrameBuilder.Text("bye"));

        Assert.Equal(payload, (await peer.ReadFrameAsync()).Payload);
        Assert.Equal("passed 1000", await _journal.NextAsync());
        Assert.Equal(payload, (await peer.ReadFrameAsync()).Payload);
        Assert.Equal("passed 1000", await _journal.NextAsync());
        Assert.Equal(4001, await peer.ReadCloseAsync());
    }

    [Fact]
    public async Task A_filter_may_refuse_a_session_and_fail()
    {
        await using var refused = await OpenAsync("/guarded?deny=1");
        Assert.Equal(4003, await refused.ReadCloseAsync());

        await using var failed = await OpenAsync("/guarded");
        Assert.Equal("open", await failed.ReadTextAsync());
        await failed.SendAsync(FrameBuilder.Text("throw"));
        Assert.Equal(1011, await failed.ReadCloseAsync());
    }

    [Fact]
    public async Task A_handler_that_a_session_may_not_use_closes_it_with_1008()
    {
        await using var admin = await OpenAsync("/guarded?role=admin");
        Assert.Equal("open", await admin.ReadTextAsync());
        await admin.SendAsync(FrameBuilder.Binary([1, 2]));
        Assert.Equal([1, 2], (await admin.ReadFrameAsync()).Payload);

        await using var guest = await OpenAsync("/guarded");
        Assert.Equal("open", await guest.ReadTextAsync());
        await guest.SendAsync(FrameBuilder.Binary([1, 2]));
        Assert.Equal(1008, await guest.ReadCloseAsync());
    }

    [Theory]
    [InlineData("""{"Count":0}""", "Name: The Name field is required.")]
    [InlineData("""{"Name":"x","Count":0}""", "Count: The field Count must be between 1 and 9.")]
    public async Task A_message_that_breaks_its_rules_closes_with_1007_and_the_first_of_them(string json, string reason)
    {
        await using var peer = await OpenAsync("/guarded");
        Assert.Equal("open", await peer.ReadTextAsync());
        await peer.SendAsync(FrameBuilder.Text(json));

        var close = await peer.ReadFrameAsync();
        Assert.Equal(Opcode.Close, close.Opcode);
        Assert.Equal(1007, (close.Payload[0] << 8) | close.Payload[1]);
        Assert.Equal(reason, Encoding.UTF8.GetString(close.Payload[2..]));
    }

    [Fact]
    public async Task A_reason_that_is_too_long_is_cut_between_letters()
    {
        await using var peer = await OpenAsync("/guarded");
        Assert.Equal("open", await peer.ReadTextAsync());
        await peer.SendAsync(FrameBuilder.Text("""{"Name":"X"}"""));

        var reason = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString((await peer.ReadFrameAsync()).Payload[2..]);
        Assert.Equal(("Name: " + Item.LongMessage)[..(6 + 58)], reason);
    }

    [Fact]
    public async Task What_an_error_handler_takes_leaves_the_session_open()
    {
        await using var peer = await OpenAsync("/guarded/handled");
        await peer.SendAsync(
            FrameBuilder.Text("""{"Name":"X","Count":0}"""), FrameBuilder.Binary([1]), FrameBuilder.Text("""{"Name":"fine"}"""));

        Assert.Equal("Name Count", ReadReply(await peer.ReadFrameAsync()));
        Assert.EndsWith("HandledGuardEndpoint.Echo", ReadReply(await peer.ReadFrameAsync()), StringComparison.Ordinal);
        Assert.Equal("fine", await peer.ReadTextAsync());

        static string ReadReply(Endpoints.TestKit.Connections.SentFrame frame) => Encoding.UTF8.GetString(frame.Payload);
    }
}
