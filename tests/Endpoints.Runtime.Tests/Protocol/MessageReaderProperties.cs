using Endpoints.Protocol;
using Endpoints.TestKit.Frames;
using FsCheck.Xunit;

namespace Endpoints.Runtime.Tests.Protocol;

[Properties(Arbitrary = [typeof(FrameStreams)], MaxTest = 400)]
public class MessageReaderProperties
{
    [Property]
    public void What_was_sent_is_read_however_it_is_chopped(FrameStream stream)
    {
        byte[] bytes = stream.ToBytes();
        ReaderEvent[] sent = stream.ToEvents();

        Assert.Equal(sent, ReaderDriver.ReadAll(bytes));
        Assert.Equal(sent, ReaderDriver.ReadAll(stream.Chop(bytes)));
    }

    [Property]
    public void A_spoilt_stream_gives_the_same_events_however_it_is_chopped(FrameStream stream)
    {
        byte[] bytes = stream.ToSpoiltBytes();

        IReadOnlyList<ReaderEvent> whole = ReaderDriver.ReadAll(bytes);

        Assert.Equal(whole, ReaderDriver.ReadAll(stream.Chop(bytes)));
        Assert.Equal(whole, ReaderDriver.ReadAll(FrameBuilder.ChopEveryByte(bytes)));
    }

    [Property]
    public void Looking_for_control_frames_first_changes_nothing(FrameStream stream)
    {
        byte[] bytes = stream.ToSpoiltBytes();
        using var driver = new ReaderDriver();
        foreach (byte[] piece in stream.Chop(bytes))
        {
            driver.Feed(piece, controlOnly: true);
            driver.Feed([]);
        }

        Assert.Equal(ReaderDriver.ReadAll(bytes), driver.Events.Where(e => e.Outcome != ReadOutcome.DataPending));
    }

    [Property]
    public void A_spoilt_stream_never_yields_two_violations_or_anything_after_the_close_frame(FrameStream stream)
    {
        ReadOutcome[] outcomes = [.. ReaderDriver.ReadAll(stream.ToSpoiltBytes()).Select(e => e.Outcome)];

        int violation = Array.IndexOf(outcomes, ReadOutcome.Violation);
        int close = Array.IndexOf(outcomes, ReadOutcome.Close);
        Assert.True(close < 0 || close == outcomes.Length - 1);
        Assert.True(violation < 0 || outcomes[(violation + 1)..] is [] or [ReadOutcome.Close]);
    }

    [Property]
    public void Random_bytes_are_read_without_an_exception_and_the_same_however_chopped(byte[] noise, FrameStream pieces)
    {
        foreach (EndpointRole role in Enum.GetValues<EndpointRole>())
        {
            IReadOnlyList<ReaderEvent> whole = ReaderDriver.ReadAll([noise], role);

            Assert.Equal(whole, ReaderDriver.ReadAll(pieces.Chop(noise), role));
        }
    }
}
