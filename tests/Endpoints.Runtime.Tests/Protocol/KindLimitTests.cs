using Endpoints.Protocol;
using Endpoints.Protocol.Deflate;
using Endpoints.Runtime.Tests.Protocol.Deflate;
using Endpoints.TestKit.Frames;

namespace Endpoints.Runtime.Tests.Protocol;

/// <summary>Text and binary messages with limits of their own, at the limit and one past it, however the messages come.</summary>
public sealed class KindLimitTests
{
    private const int MaxText = 300;
    private const int MaxBinary = 500;

    public static TheoryData<bool, int, bool> Sizes => new()
    {
        { true, MaxText, true },
        { true, MaxText + 1, false },
        { false, MaxText + 1, true },
        { false, MaxBinary, true },
        { false, MaxBinary + 1, false },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void In_one_frame(bool isText, int size, bool passes) => Check(Read(FrameBuilder.Frame(Kind(isText), Payload(size))), isText, size, passes);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void In_fragments(bool isText, int size, bool passes) =>
        Check(Read(FrameBuilder.Fragments(Kind(isText), Payload(size), [100, 0, size - 101])), isText, size, passes);

    [Theory]
    [InlineData(true, MaxText, true)]
    [InlineData(true, MaxText + 1, false)]
    [InlineData(false, MaxText, true)]
    [InlineData(false, MaxText + 1, false)]
    public void A_message_in_one_frame_that_is_beyond_the_smaller_limit_is_left_to_the_reader(bool isText, int size, bool isRead) =>
        Assert.Equal(isRead, WholeMessage.Read(FrameBuilder.Frame(Kind(isText), Payload(size)), Limits(), out _, out _, out _) > 0);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Compressed(bool isText, int size, bool passes)
    {
        using var deflater = new ZlibCodec().CreateDeflater(15);
        var payload = Codecs.Deflate(deflater, Payload(size), forget: true)[..^4];
        var inflater = new MessageInflater(Codecs.Pool(), 15, contextTakeover: false);

        Check(Read(FrameBuilder.Frame(Kind(isText), payload, rsv: ReservedBits.Rsv1), inflater), isText, size, passes);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Piece_by_piece(bool isText, int size, bool passes)
    {
        var bodies = new BodyReader(takesText: true, takesBinary: true, new BodyLimits(MaxText, MaxBinary, long.MaxValue), inflater: null);
        using var driver = new ReaderDriver(EndpointRole.Server, new ReceiveLimits(1, 1), bodies: bodies);

        var events = driver.Feed(FrameBuilder.Fragments(Kind(isText), Payload(size), [100]));

        Assert.Equal(passes ? ProtocolRule.None : ProtocolRule.MessageTooLarge, events[^1].Rule);
        Assert.Equal(passes, events[^1].IsLast);
    }

    private static ReceiveLimits Limits() => new(MaxText, MaxBinary, MaxBinary + 1);

    private static Opcode Kind(bool isText) => isText ? Opcode.Text : Opcode.Binary;

    private static byte[] Payload(int size) => [.. Enumerable.Repeat((byte)'a', size)];

    private static IReadOnlyList<ReaderEvent> Read(byte[] frames, MessageInflater? inflater = null)
    {
        using var driver = new ReaderDriver(EndpointRole.Server, Limits(), inflater);
        return [.. driver.Feed(frames)];
    }

    private static void Check(IReadOnlyList<ReaderEvent> events, bool isText, int size, bool passes)
    {
        var message = new ReaderEvent(isText ? ReadOutcome.Text : ReadOutcome.Binary, Convert.ToHexString(Payload(size)));
        Assert.Equal(passes ? message : ReaderEvent.Violation(ProtocolRule.MessageTooLarge), Assert.Single(events));
    }
}
