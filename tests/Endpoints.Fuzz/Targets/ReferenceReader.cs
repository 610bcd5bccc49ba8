using System.Text;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;

namespace Endpoints.Fuzz.Targets;

/// <summary>
/// The events of a stream that is there as a whole, by the simplest code that follows RFC 6455 sections 5 to 7: no state between
/// calls, no memory to save, no speed.
/// </summary>
internal static class ReferenceReader
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static List<ReaderEvent> Read(byte[] bytes, EndpointRole role, ReceiveLimits limits)
    {
        var events = new List<ReaderEvent>();
        var message = new List<byte>();
        var opcode = Opcode.Continuation;
        var at = 0;
        var discarding = false;
        while (FrameHeaderReader.TryRead(bytes.AsSpan(at), out var header))
        {
            if (discarding && header.HasLengthTopBit)
            {
                return events;
            }

            var rule = discarding ? ProtocolRule.None : Check(header, role, opcode, message.Count, limits);
            var start = at + header.HeaderLength;
            if (rule != ProtocolRule.None)
            {
                events.Add(ReaderEvent.Violation(rule));
                if (header.Opcode == Opcode.Close || header.HasLengthTopBit)
                {
                    return events;
                }

                discarding = true;
            }

            var available = (int)Math.Min(header.PayloadLength, bytes.Length - start);
            var payload = bytes.AsSpan(start, available).ToArray();
            Unmask(payload, header);
            var isWhole = available == header.PayloadLength;
            at = start + available;
            if (header.Opcode.IsControl)
            {
                if (isWhole && header.Opcode == Opcode.Close && (!discarding || header.PayloadLength <= 125) && rule == ProtocolRule.None)
                {
                    events.Add(ReadClose(payload, lenient: discarding));
                    return events;
                }

                if (isWhole && !discarding)
                {
                    events.Add(new ReaderEvent(header.Opcode == Opcode.Ping ? ReadOutcome.Ping : ReadOutcome.Pong, Convert.ToHexString(payload)));
                }
            }
            else if (!discarding)
            {
                opcode = header.Opcode == Opcode.Continuation ? opcode : header.Opcode;
                message.AddRange(payload);
                if (opcode == Opcode.Text && !IsTextSoFar([.. message], isEnd: isWhole && header.Fin))
                {
                    events.Add(ReaderEvent.Violation(ProtocolRule.TextNotUtf8));
                    discarding = true;
                }
                else if (isWhole && header.Fin)
                {
                    events.Add(new ReaderEvent(opcode == Opcode.Text ? ReadOutcome.Text : ReadOutcome.Binary, Convert.ToHexString([.. message])));
                    message.Clear();
                    opcode = Opcode.Continuation;
                }
            }

            if (!isWhole)
            {
                return events;
            }
        }

        return events;
    }

    private static ProtocolRule Check(in FrameHeader header, EndpointRole role, Opcode open, int length, ReceiveLimits limits)
    {
        // The rules themselves have their own second implementation: see FramesTarget.
        var rule = ProtocolRules.CheckHeader(header, role, open != Opcode.Continuation, ReservedBits.None);
        if (rule != ProtocolRule.None || header.Opcode.IsControl)
        {
            return rule;
        }

        return header.PayloadLength > limits.MaxFrameSize ? ProtocolRule.FrameTooLarge
            : header.PayloadLength + length > limits.MaxSizeOf(open == Opcode.Continuation ? header.Opcode : open) ? ProtocolRule.MessageTooLarge
            : ProtocolRule.None;
    }

    private static ReaderEvent ReadClose(byte[] payload, bool lenient)
    {
        var rule = ClosePayload.Read(payload, out var code, out _);
        return rule == ProtocolRule.None ? new ReaderEvent(ReadOutcome.Close, Convert.ToHexString(payload), code)
            : lenient ? ReaderEvent.Close()
            : ReaderEvent.Violation(rule);
    }

    private static bool IsTextSoFar(byte[] text, bool isEnd)
    {
        try
        {
            Strict.GetDecoder().GetCharCount(text, 0, text.Length, flush: isEnd);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static void Unmask(byte[] payload, in FrameHeader header)
    {
        Span<byte> key = stackalloc byte[4];
        System.Runtime.InteropServices.MemoryMarshal.Write(key, header.MaskKey);
        for (var i = 0; i < payload.Length; i++)
        {
            payload[i] ^= key[i % 4];
        }
    }
}
