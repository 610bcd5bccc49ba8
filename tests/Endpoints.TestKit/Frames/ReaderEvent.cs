using System.Text;
using Endpoints.Protocol;

namespace Endpoints.TestKit.Frames;

/// <summary>An event of a <see cref="MessageReader"/>, copied so that it outlives the input and compares by value.</summary>
/// <param name="Outcome">What was found.</param>
/// <param name="Payload">The payload in hexadecimal.</param>
/// <param name="CloseCode">The code of a close frame, or else 0.</param>
/// <param name="Rule">The rule that was broken.</param>
/// <param name="IsLast">Whether it is the last piece of a message.</param>
internal sealed record ReaderEvent(
    ReadOutcome Outcome, string Payload = "", int CloseCode = 0, ProtocolRule Rule = ProtocolRule.None, bool IsLast = false)
{
    public static ReaderEvent Text(string text) => new(ReadOutcome.Text, Hex(text));

    public static ReaderEvent Binary(byte[] payload) => new(ReadOutcome.Binary, Convert.ToHexString(payload));

    public static ReaderEvent Ping(string payload = "") => new(ReadOutcome.Ping, Hex(payload));

    public static ReaderEvent Pong(string payload = "") => new(ReadOutcome.Pong, Hex(payload));

    /// <summary>A close frame without a code: 1005 stands for it.</summary>
    public static ReaderEvent Close() => new(ReadOutcome.Close, "", Protocol.CloseCode.NoStatusReceived);

    public static ReaderEvent Close(int code, string reason = "") =>
        new(ReadOutcome.Close, $"{code:X4}{Hex(reason)}", code);

    public static ReaderEvent Violation(ProtocolRule rule) => new(ReadOutcome.Violation, Rule: rule);

    internal static ReaderEvent From(ReadResult result) =>
        new(result.Outcome, Convert.ToHexString(result.Payload), result.CloseCode, result.Violation.Rule, result.IsLast);

    private static string Hex(string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text));
}
