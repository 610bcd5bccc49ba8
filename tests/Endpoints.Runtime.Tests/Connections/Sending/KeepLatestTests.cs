using System.Text;
using System.Text.Json.Serialization;
using Endpoints.Generated;
using Endpoints.Options;
using Endpoints.TestKit.Connections;

namespace Endpoints.Runtime.Tests.Connections.Sending;

/// <summary>A message takes the place of the one with its key.</summary>
public sealed partial class KeepLatestTests
{
    static KeepLatestTests()
    {
        // What the build emits for [KeepLatest].
        MessageKeys.Add<Quote>(static quote => quote.Symbol);
        MessageKeys.Add<Depth>(static depth => (depth.Symbol, depth.Level));
        MessageKeys.Add<Halt>(static halt => halt.Symbol);
    }

    private static ScriptedConnection Open(SendPolicy policy = SendPolicy.KeepLatest, int? maxMessages = null)
    {
        var scripted = new ScriptedConnection(options => (options.SendPolicy, options.MaxSendQueueMessages) = (policy, maxMessages));
        scripted.Transport.IsBlocked = true;
        scripted.Connection.TrySendText("-"u8, "a");
        return scripted;
    }

    private static string[] Unblock(ScriptedConnection scripted)
    {
        scripted.Transport.IsBlocked = false;
        return [.. scripted.Transport.TakeFrames().Skip(1).Select(frame => frame.Text)];
    }

    [Fact]
    public void The_later_one_has_the_place_of_the_earlier_one()
    {
        var scripted = Open();

        foreach (var (text, key) in new[] { ("a1", "a"), ("b1", "b"), ("c1", "c"), ("a2", "a"), ("b2", "b"), ("a3", "a") })
        {
            Assert.True(scripted.Connection.TrySendText(Encoding.UTF8.GetBytes(text), key));
        }

        Assert.Equal(3, scripted.Connection.DroppedMessages);
        Assert.Equal(["a3", "b2", "c1"], Unblock(scripted));
    }

    [Fact]
    public void What_is_with_the_network_is_not_replaced()
    {
        var scripted = Open();

        scripted.Connection.TrySendText("a1"u8, "a");

        Assert.Equal(0, scripted.Connection.DroppedMessages);
        scripted.Transport.IsBlocked = false;
        Assert.Equal(["-", "a1"], scripted.Transport.TakeFrames().Select(frame => frame.Text));
        scripted.Connection.TrySendText("a2"u8, "a");
        Assert.Equal("a2", Assert.Single(scripted.Transport.TakeFrames()).Text);
    }

    [Fact]
    public void Messages_without_a_key_and_new_keys_drop_the_oldest()
    {
        var scripted = Open(maxMessages: 3);
        scripted.Connection.TrySendText("a1"u8, "a");
        scripted.Connection.TrySendText("n1"u8);
        scripted.Connection.TrySendText("b1"u8, "b");

        scripted.Connection.TrySendText("n2"u8);
        scripted.Connection.TrySendText("a2"u8, "a");

        Assert.Equal(2, scripted.Connection.DroppedMessages);
        Assert.Equal(["b1", "n2", "a2"], Unblock(scripted));
    }

    [Fact]
    public void A_larger_one_in_the_place_of_a_smaller_one_drops_others_and_not_itself()
    {
        var scripted = new ScriptedConnection(options => (options.SendPolicy, options.MaxSendQueueSize) = (SendPolicy.KeepLatest, 40));
        scripted.Transport.IsBlocked = true;
        scripted.Connection.TrySendText("-"u8);
        scripted.Connection.TrySendText("a1"u8, "a");
        scripted.Connection.TrySendText("0123456789"u8, "b");
        scripted.Connection.TrySendText("0123456789"u8, "c");

        scripted.Connection.TrySendText(Encoding.UTF8.GetBytes(new string('a', 20)), "a");

        Assert.Equal([20, 10], Unblock(scripted).Select(text => text.Length));
        Assert.Equal(2, scripted.Connection.DroppedMessages);
    }

    [Theory]
    [InlineData(SendPolicy.Wait)]
    [InlineData(SendPolicy.DropOldest)]
    [InlineData(SendPolicy.DropNewest)]
    [InlineData(SendPolicy.Disconnect)]
    public void With_another_policy_a_key_means_nothing(SendPolicy policy)
    {
        var scripted = Open(policy, maxMessages: 10);

        scripted.Connection.TrySendText("a1"u8, "a");
        scripted.Connection.TrySendBinary("a2"u8, "a");

        Assert.Equal(["a1", "a2"], Unblock(scripted));
    }

    [Fact]
    public async Task Values_have_the_key_of_their_type()
    {
        var scripted = Open();
        var session = scripted.Connection;

        await session.SendJsonAsync(new Quote("X", 1), Json.Default.Quote);
        await session.SendJsonAsync(new Depth("X", 1, 10), Json.Default.Depth);
        await session.SendJsonAsync(new Depth("X", 2, 20), Json.Default.Depth);
        await session.SendJsonAsync(new Quote("X", 2), Json.Default.Quote);
        await session.SendJsonAsync(new Depth("X", 1, 11), Json.Default.Depth);
        session.TrySendText("X"u8, "X");

        Assert.Equal(
            ["""{"Symbol":"X","Price":2}""", """{"Symbol":"X","Level":1,"Size":11}""", """{"Symbol":"X","Level":2,"Size":20}""", "X"],
            Unblock(scripted));
    }

    [Fact]
    public async Task A_value_without_a_key_is_one_of_its_own()
    {
        var scripted = Open();

        await scripted.Connection.SendJsonAsync(new Quote(null, 1), Json.Default.Quote);
        await scripted.Connection.SendJsonAsync(new Quote(null, 2), Json.Default.Quote);

        Assert.Equal(2, Unblock(scripted).Length);
    }

    [Fact]
    public async Task What_is_sent_as_its_base_has_the_key_of_what_it_is()
    {
        var scripted = Open();

        await scripted.Connection.SendJsonAsync<Event>(new Halt("X", "first"), Json.Default.Event);
        await scripted.Connection.SendJsonAsync<Event>(new Halt("X", "second"), Json.Default.Event);
        await scripted.Connection.SendJsonAsync<Event>(new Other(), Json.Default.Event);
        await scripted.Connection.SendJsonAsync<Event>(new Other(), Json.Default.Event);

        Assert.Equal([true, false, false], Unblock(scripted).Select(text => text.Contains("second", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Replies_have_the_key_of_their_type_however_they_are_written()
    {
        var scripted = Open();
        var session = scripted.Connection;
        var message = new MessageReply<Quote>(Json.Default.Quote, "type", "quote");

        await Reply.JsonAsync(session, new Quote("X", 1), Json.Default.Quote);
        await Reply.MessageAsync(session, new Quote("X", 2), message);
        await Reply.EncodedTextAsync(session, new Quote("X", 3), new PriceCodec());
        await Reply.EncodedBinaryAsync(session, new Quote("X", 4), new PriceCodec());

        Assert.Equal(["4"], Unblock(scripted));
        Assert.Equal(3, session.DroppedMessages);
    }

    [Fact]
    public async Task A_cancelled_send_queues_nothing()
    {
        var scripted = Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => scripted.Connection.SendJsonAsync(new Quote("X", 1), Json.Default.Quote, new CancellationToken(canceled: true)).AsTask());

        Assert.Empty(Unblock(scripted));
    }

    internal sealed record Quote(string? Symbol, decimal Price);

    internal readonly record struct Depth(string Symbol, int Level, int Size);

    [JsonDerivedType(typeof(Halt), "halt")]
    [JsonDerivedType(typeof(Other), "other")]
    internal abstract record Event;

    internal sealed record Halt(string Symbol, string Reason) : Event;

    internal sealed record Other : Event;

    [JsonSerializable(typeof(Quote))]
    [JsonSerializable(typeof(Depth))]
    [JsonSerializable(typeof(Event))]
    internal sealed partial class Json : JsonSerializerContext;

    private sealed class PriceCodec : IWebSocketCodec<Quote>
    {
        public Quote Decode(ReadOnlySpan<byte> payload) => throw new NotSupportedException();

        public void Encode(Quote value, System.Buffers.IBufferWriter<byte> output)
        {
            var text = Encoding.UTF8.GetBytes($"{value.Price}");
            text.CopyTo(output.GetSpan(text.Length));
            output.Advance(text.Length);
        }
    }
}
