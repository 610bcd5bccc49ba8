using System.Runtime.InteropServices;
using System.Text;
using Endpoints.Fuzz.Engine;
using Endpoints.Protocol;
using static Endpoints.Fuzz.Engine.BrokenInvariantException;

namespace Endpoints.Fuzz.Targets;

/// <summary>Payloads of close frames, read and written (RFC 6455 sections 5.5.1 and 7.4).</summary>
internal sealed class ClosePayloadTarget : FuzzTarget
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public override string Name => "close";

    public override int MaxInputLength => 300;

    public override IReadOnlyList<byte[]> Dictionary { get; } =
    [
        [0x03, 0xE8], [0x03, 0xE7], [0x03, 0xEC], [0x03, 0xED], [0x03, 0xEE], [0x03, 0xEF], [0x03, 0xF6], [0x03, 0xF7], [0x0B, 0xB7],
        [0x0B, 0xB8], [0x13, 0x87], [0x13, 0x88], "\u00e4"u8.ToArray(), "\u20ac"u8.ToArray(), "\U0001F600"u8.ToArray(),
        [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x3D, 0xD8], [0x00, 0xDE],
    ];

    public override IEnumerable<(string Name, byte[] Input)> Seeds() =>
    [
        ("empty", []),
        ("one-byte", [0x03]),
        ("normal", [0x03, 0xE8]),
        ("going-away-with-reason", [0x03, 0xE9, .. "shutting down"u8]),
        ("no-status", [0x03, 0xED]),
        ("application", [0x0F, 0xA0, .. "r\u00e9sum\u00e9 \U0001F600"u8]),
        ("reason-123-bytes", [0x03, 0xE8, .. Enumerable.Repeat((byte)'x', 123)]),
        ("reason-cut-in-code-point", [0x03, 0xE8, .. Enumerable.Repeat("\u20ac"u8.ToArray(), 42).SelectMany(euro => euro)]),
        ("reason-not-utf8", [0x03, 0xE8, 0xCE, 0xBA, 0xE1, 0xBD, 0xB9, 0xCF, 0x83, 0xED, 0xA0, 0x80]),
    ];

    public override ulong Run(ReadOnlySpan<byte> input)
    {
        var behavior = new Behavior();
        var rule = ClosePayload.Read(input, out var code, out var reason);
        Same(Expect(input), rule, "rule");
        behavior.Add((int)rule);
        behavior.AddSize(reason.Length);
        if (rule != ProtocolRule.None)
        {
            Same(CloseCode.NoStatusReceived, code, "code of a faulty payload");
            Demand(reason.IsEmpty, "a faulty payload has no reason");
        }
        else if (!input.IsEmpty)
        {
            behavior.Add(code / 1000);
            Span<byte> written = stackalloc byte[FrameHeader.MaxControlPayloadLength];
            var length = ClosePayload.Write(written, code, reason);
            Demand(input.StartsWith(written[..length]), "a reason is cut, not changed");
            Demand(length == Math.Min(input.Length, length) && (input.Length <= written.Length ? length == input.Length : length >= 122),
                "no more of a reason is cut than must be");
        }

        WriteText(input, ref behavior);
        return behavior.Value;
    }

    /// <summary>The input as UTF-16, lone surrogates and all, into any destination.</summary>
    private static void WriteText(ReadOnlySpan<byte> input, ref Behavior behavior)
    {
        var text = MemoryMarshal.Cast<byte, char>(input[..(input.Length & ~1)]);
        var random = FuzzRandom.From(input);
        Span<byte> destination = stackalloc byte[2 + random.Next(200)];
        var length = ClosePayload.Write(destination, CloseCode.Normal, text);
        Demand(length <= FrameHeader.MaxControlPayloadLength, "a close frame is a control frame");
        Same(ProtocolRule.None, ClosePayload.Read(destination[..length], out var code, out var reason), "what was written is read");
        Same(CloseCode.Normal, code, "code");
        var whole = Encoding.UTF8.GetBytes(text.ToString());
        Demand(whole.AsSpan().StartsWith(reason), "the reason is the front of the text");
        var room = Math.Min(destination.Length, FrameHeader.MaxControlPayloadLength) - 2;
        Demand(reason.Length == whole.Length || room - reason.Length < 4, "only what does not fit is cut");
        behavior.Add(reason.Length == whole.Length);
    }

    private static ProtocolRule Expect(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return ProtocolRule.None;
        }

        if (payload.Length == 1)
        {
            return ProtocolRule.ClosePayloadOneByte;
        }

        var code = (payload[0] << 8) | payload[1];
        var registered = code is 1000 or 1001 or 1002 or 1003 or 1007 or 1008 or 1009 or 1010 or 1011 or 1012 or 1013 or 1014;
        if (!registered && code / 1000 is not (3 or 4))
        {
            return ProtocolRule.CloseCodeInvalid;
        }

        try
        {
            Strict.GetCharCount(payload[2..]);
            return ProtocolRule.None;
        }
        catch (DecoderFallbackException)
        {
            return ProtocolRule.CloseReasonNotUtf8;
        }
    }
}
