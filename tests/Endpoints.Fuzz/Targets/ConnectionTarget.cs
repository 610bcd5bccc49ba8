using Endpoints.Fuzz.Engine;
using Endpoints.TestKit.Frames;

namespace Endpoints.Fuzz.Targets;

/// <summary>
/// A whole session under a program that the input is: bytes of the peer in any pieces, handlers that answer, send, wait, close or abort,
/// a peer that stops reading, and time that passes. Each program runs twice: its messages are assembled, and read while they arrive.
/// </summary>
internal sealed class ConnectionTarget : FuzzTarget
{
    public override string Name => "connection";

    public override int MaxInputLength => 512;

    public override IReadOnlyList<byte[]> Dictionary { get; } =
    [
        .. Enum.GetValues<ConnectionStep>().Select(step => new[] { (byte)step, (byte)5 }),
        .. Enumerable.Range(0, ConnectionRun.HandlerCount).Select(handler => new[] { (byte)ConnectionStep.SetHandler, (byte)handler }),
        Feed(FrameBuilder.Text("hi")), Feed(FrameBuilder.Ping("p")), Feed(FrameBuilder.Close(1000)), Feed(FrameBuilder.Binary(new byte[30])),
        [(byte)ConnectionStep.Frame, 0x81, 20], [(byte)ConnectionStep.Frame, 0x89, 125], [(byte)ConnectionStep.Frame, 0x88, 0],
        [(byte)ConnectionStep.Frame, 0x01, 3], [(byte)ConnectionStep.Frame, 0x80, 3], [(byte)ConnectionStep.Advance, 60],
    ];

    public override IEnumerable<(string Name, byte[] Input)> Seeds() =>
    [
        ("echo", [.. Handler(1), .. Feed(FrameBuilder.Text("Hello")), .. Feed(FrameBuilder.Close(1000, "bye"))]),
        ("byte-by-byte", [.. Handler(1), .. FrameBuilder.Text("Hi").SelectMany(single => Feed([single]))]),
        ("pending-handler", [.. Handler(3), .. Feed(FrameBuilder.Text("a")), .. Feed(FrameBuilder.Ping("p")), .. Feed(FrameBuilder.Text("b")),
            (byte)ConnectionStep.CompleteHandler, (byte)ConnectionStep.CompleteHandler]),
        ("blocked-peer", [(byte)ConnectionStep.Block, .. Handler(2), .. Feed(FrameBuilder.Text("a")), .. Feed(FrameBuilder.Text("b")),
            .. Feed(FrameBuilder.Ping("p")), (byte)ConnectionStep.Unblock]),
        ("handler-closes", [.. Handler(4), .. Feed(FrameBuilder.Text("a")), .. Feed(FrameBuilder.Text("late")), .. Feed(FrameBuilder.Close(1000))]),
        ("crossing-closes", [(byte)ConnectionStep.CloseOutside, .. Feed(FrameBuilder.Close(1001))]),
        ("violation", [.. Feed(FrameBuilder.Text("x", mask: false)), .. Feed(FrameBuilder.Close(1002))]),
        ("silence", [(byte)ConnectionStep.Advance, 31, (byte)ConnectionStep.Advance, 21]),
        ("no-answer-to-close", [(byte)ConnectionStep.CloseOutside, (byte)ConnectionStep.Advance, 6]),
        ("reset-in-frame", [.. Feed(FrameBuilder.Text("cut")[..5]), (byte)ConnectionStep.Disconnect]),
        ("ping-flood-blocked", [(byte)ConnectionStep.Block,
            .. Enumerable.Repeat(new[] { (byte)ConnectionStep.Frame, (byte)0x89, (byte)125 }, 12).SelectMany(ping => ping),
            (byte)ConnectionStep.Unblock]),
        ("waiting-senders", [(byte)ConnectionStep.Block, (byte)ConnectionStep.SendOutside, 200, (byte)ConnectionStep.SendOutside, 250,
            (byte)ConnectionStep.SendOutside, 3, (byte)ConnectionStep.Unblock]),
        ("full-body", [.. Handler(3), (byte)ConnectionStep.Frame, 0x02, 255, (byte)ConnectionStep.Frame, 0x00, 255,
            (byte)ConnectionStep.Frame, 0x00, 255, (byte)ConnectionStep.Frame, 0x89, 1, (byte)ConnectionStep.Frame, 0x80, 255,
            (byte)ConnectionStep.CompleteHandler, (byte)ConnectionStep.Frame, 0x81, 1]),
        ("body-given-up", [.. Handler(9), (byte)ConnectionStep.Frame, 0x02, 10, (byte)ConnectionStep.Frame, 0x80, 10, .. Handler(1),
            (byte)ConnectionStep.Frame, 0x82, 10]),
        ("body-closed", [.. Handler(3), (byte)ConnectionStep.Frame, 0x01, 10, (byte)ConnectionStep.CloseOutside, (byte)ConnectionStep.CompleteHandler,
            .. Feed(FrameBuilder.Close(1000))]),
        ("fragments", [.. Handler(5), (byte)ConnectionStep.Frame, 0x01, 3, (byte)ConnectionStep.Frame, 0x89, 2, (byte)ConnectionStep.Frame, 0x80, 3]),
    ];

    public override ulong Run(ReadOnlySpan<byte> input)
    {
        var behavior = new Behavior();
        behavior.Add((int)new ConnectionRun(hasBodies: false).Execute(input));
        behavior.Add((int)new ConnectionRun(hasBodies: true).Execute(input));
        return behavior.Value;
    }

    private static byte[] Handler(byte handler) => [(byte)ConnectionStep.SetHandler, handler];

    private static byte[] Feed(byte[] bytes) => [(byte)ConnectionStep.Feed, (byte)bytes.Length, .. bytes];
}
