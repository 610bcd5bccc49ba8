namespace Endpoints.Postgres.Tests;

/// <summary>Messages as payloads and back, at every border; and what is none.</summary>
public sealed class NotifyPayloadTests
{
    private readonly RecordingReceiver _receiver = new();
    private readonly MessageAssembler _assembler;

    public NotifyPayloadTests() => _assembler = new MessageAssembler(_receiver);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(NotifyPayload.WholeSize, 1)]
    [InlineData(NotifyPayload.WholeSize + 1, 2)]
    [InlineData(2 * NotifyPayload.PartSize, 2)]
    [InlineData((2 * NotifyPayload.PartSize) + 1, 3)]
    [InlineData(255 * NotifyPayload.PartSize, 255)]
    public void A_message_takes_as_few_payloads_as_it_can_and_comes_back(int size, int expected)
    {
        var message = Bytes(size);

        var payloads = Write(message);

        Assert.Equal(expected, payloads.Count);
        Assert.All(payloads, payload => Assert.True(payload.Length <= 7_999 && payload.All(char.IsAscii)));
        Assert.Equal([message], Take(payloads));
    }

    [Fact]
    public void The_limits_use_a_payload_up()
    {
        Assert.Equal(5_998, NotifyPayload.WholeSize);
        Assert.Equal(5_993, NotifyPayload.PartSize);
        Assert.Equal(7_999, Write(Bytes(NotifyPayload.WholeSize)).Single().Length);
        Assert.Equal([7_999, 7_999], Write(Bytes(2 * NotifyPayload.PartSize)).Select(payload => payload.Length));
        Assert.Equal(5_998, NotifyPayload.MaxMessageSize(1));
        Assert.Equal(16 * 5_993, NotifyPayload.MaxMessageSize(16));
        Assert.Throws<ArgumentOutOfRangeException>(() => Write(Bytes((255 * NotifyPayload.PartSize) + 1)));
    }

    [Fact]
    public void Every_byte_comes_back()
    {
        var message = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray();

        Assert.Equal([message], Take(Write(message)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("0QQ")]
    [InlineData("1!")]
    [InlineData("1QQ\0")]
    [InlineData("1Qé")]
    [InlineData("2")]
    [InlineData("20000002")]
    [InlineData("20000002!")]
    [InlineData("20000202QQ")]
    [InlineData("20000000QQ")]
    [InlineData("2000+102QQ")]
    public void What_is_no_message_is_handed_on_as_an_empty_one_to_be_counted(string payload) => Assert.Equal([[]], Take([payload]));

    [Fact]
    public void A_payload_longer_than_can_be_is_no_message()
    {
        Assert.Equal([[]], Take(["1" + new string('A', 9_000)]));
        Assert.Equal([[]], Take(["20000001" + new string('A', 7_998)]));
    }

    [Fact]
    public void The_end_of_a_message_whose_beginning_was_not_for_us_is_dropped()
    {
        var message = Bytes(3 * NotifyPayload.PartSize);
        var parts = Write(message);

        Assert.Empty(Take(parts[1..]));
        Assert.Empty(Take([parts[0], parts[2]]));
        Assert.Empty(Take([parts[0], parts[1]]));
        Assert.Equal([message], Take(parts));
    }

    [Fact]
    public void Equal_messages_of_one_transaction_have_no_equal_parts()
    {
        List<string> payloads = [];
        NotifyPayload.Write(Bytes(3 * NotifyPayload.PartSize), payloads);
        NotifyPayload.Write(Bytes(3 * NotifyPayload.PartSize), payloads);

        Assert.Equal(6, payloads.Distinct().Count());
    }

    [Fact]
    public void Parts_of_different_senders_or_channels_are_not_mixed()
    {
        var parts = Write(Bytes(2 * NotifyPayload.PartSize));

        _assembler.Take(1, "a", parts[0]);
        _assembler.Take(2, "a", parts[1]);
        _assembler.Take(1, "a", parts[0]);
        _assembler.Take(1, "b", parts[1]);

        Assert.Empty(_receiver.Messages);
    }

    private static byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    private static List<string> Write(byte[] message)
    {
        List<string> payloads = [];
        Assert.Equal(NotifyPayload.Write(message, payloads), payloads.Count);
        return payloads;
    }

    private IEnumerable<byte[]> Take(IEnumerable<string> payloads)
    {
        var before = _receiver.Messages.Count;
        foreach (var payload in payloads)
        {
            _assembler.Take(1, "a", payload);
        }

        return _receiver.Messages.Skip(before);
    }
}
