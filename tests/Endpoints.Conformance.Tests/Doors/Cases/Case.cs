using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Conformance.Tests.Doors.Cases;

/// <summary>The usual forms of a case.</summary>
internal static class Case
{
    /// <summary>Something good, before which and after which bad things are sent.</summary>
    public static byte[] Good { get; } = FrameBuilder.Text("good");

    /// <summary>What comes back for it.</summary>
    public static byte[] GoodEcho { get; } = FrameBuilder.Text("good", mask: false);

    /// <summary>These bytes are answered with those, and the session stays open.</summary>
    public static ConformanceCase Answers(string title, byte[] sent, byte[] expected, int chop = 0) =>
        new(title, new Step.Send(sent, chop), new Step.Receive(expected));

    /// <summary>A message in one frame comes back in one frame.</summary>
    public static ConformanceCase Echoes(string title, Opcode opcode, byte[] payload, int chop = 0) =>
        Answers(title, FrameBuilder.Frame(opcode, payload), FrameBuilder.Frame(opcode, payload, mask: false), chop);

    /// <summary>A message in fragments comes back in one frame.</summary>
    public static ConformanceCase EchoesFragments(string title, Opcode opcode, byte[] payload, int[] sizes, int chop = 0) =>
        Answers(title, FrameBuilder.Fragments(opcode, payload, sizes), FrameBuilder.Frame(opcode, payload, mask: false), chop);

    /// <summary>The server fails the connection with a close frame; nothing else comes.</summary>
    public static ConformanceCase Fails(string title, int code, byte[] sent, int chop = 0) =>
        new(title, new Step.Send(sent, chop), new Step.ReceiveClose(code)) { Ending = Ending.Failed };

    /// <summary>The same, after a message that is echoed; what follows the fault is not.</summary>
    public static ConformanceCase FailsBetween(string title, int code, byte[] fault, int chop = 0) =>
        new(
            title,
            new Step.Send(FrameBuilder.Concat(Good, fault, Good, FrameBuilder.Ping("late")), chop),
            new Step.Receive(GoodEcho),
            new Step.ReceiveClose(code))
        { Ending = Ending.Failed };

    /// <summary>The server fails the connection although what it was sent is not whole; the rest comes afterwards.</summary>
    public static ConformanceCase FailsEarly(string title, int code, byte[] sent, byte[] rest, int chop = 0) =>
        new(title, new Step.Send(sent, chop), new Step.ReceiveClose(code), new Step.Send(rest)) { Ending = Ending.Failed };

    /// <summary>The server fails the connection, and no later frame can be told from what was cut off.</summary>
    public static ConformanceCase FailsForGood(string title, int code, byte[] sent, int chop = 0) =>
        new(title, new Step.Send(sent, chop), new Step.ReceiveClose(code)) { Ending = Ending.Lost };

    /// <summary>The client begins to close; exactly these bytes come back, and then the end.</summary>
    public static ConformanceCase Closes(string title, byte[] sent, byte[] expected, int chop = 0) =>
        new(title, new Step.Send(sent, chop), new Step.Receive(expected)) { Ending = Ending.Closed };

    /// <summary>A close frame that is itself the fault: answered with a code, and then the end.</summary>
    public static ConformanceCase RefusesClose(string title, int code, byte[] sent, int chop = 0) =>
        new(title, new Step.Send(sent, chop), new Step.ReceiveClose(code)) { Ending = Ending.Closed };
}
