using Endpoints.Fuzz.Engine;
using Endpoints.Protocol;
using Endpoints.TestKit.Frames;
using static Endpoints.Fuzz.Engine.BrokenInvariantException;

namespace Endpoints.Fuzz.Targets;

/// <summary>Frame heads, their rules, and the mask, each against a slow second implementation from the text of RFC 6455 section 5.2.</summary>
internal sealed class FramesTarget : FuzzTarget
{
    public override string Name => "frames";

    public override int MaxInputLength => 256;

    public override IReadOnlyList<byte[]> Dictionary { get; } =
    [
        [0x81, 0x85], [0x82, 0xFE, 0, 126], [0x82, 0xFE, 0, 125], [0x82, 0xFE, 0xFF, 0xFF], [0x82, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0],
        [0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], [0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0], [0x82, 0x7F, 0, 0, 0, 0, 0x80, 0, 0, 0],
        [0x88, 0x80], [0x89, 0xFD], [0x89, 0xFE, 0, 126], [0x8A, 0x00], [0x00, 0x80], [0x80, 0x80], [0xC1, 0x80], [0x37, 0xFA, 0x21, 0x3D],
    ];

    public override IEnumerable<(string Name, byte[] Input)> Seeds() =>
    [
        ("rfc6455-5.7-text", [0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F]),
        ("rfc6455-5.7-masked-text", [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]),
        ("rfc6455-5.7-fragment", [0x01, 0x03, 0x48, 0x65, 0x6C]),
        ("rfc6455-5.7-ping", [0x89, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F]),
        ("rfc6455-5.7-256-bytes", [0x82, 0x7E, 0x01, 0x00]),
        ("rfc6455-5.7-64-kibibytes", [0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0]),
        ("length-16-bits-not-minimal", FrameBuilder.Header(Opcode.Binary, 125, form: LengthForm.Bits16)),
        ("length-64-bits-not-minimal", FrameBuilder.Header(Opcode.Binary, 65_535, form: LengthForm.Bits64)),
        ("length-top-bit", FrameBuilder.Header(Opcode.Binary, 1UL << 63)),
        ("length-two-gibibytes", FrameBuilder.Header(Opcode.Binary, 1UL << 31)),
        ("reserved-bits", [0xF1, 0x80, 1, 2, 3, 4]),
        ("close", FrameBuilder.Close(1000, "bye")),
    ];

    public override ulong Run(ReadOnlySpan<byte> input)
    {
        var behavior = new Behavior();
        var isWhole = FrameHeaderReader.TryRead(input, out var header);
        behavior.Add(isWhole);
        if (!isWhole)
        {
            Demand(input.Length < FrameHeader.MaxLength, "14 bytes are always a head");
            return behavior.Value;
        }

        Demand(header.HeaderLength is >= 2 and <= FrameHeader.MaxLength, "a head has 2 to 14 bytes");
        Demand(!FrameHeaderReader.TryRead(input[..(header.HeaderLength - 1)], out _), "a head cut before its last byte is not one");
        CompareHead(input, header);
        if (header.IsLengthMinimal && !header.HasLengthTopBit && (header.ReservedBits & ~ReservedBits.Rsv1) == 0)
        {
            CompareWritten(input, header);
        }

        foreach (var role in (ReadOnlySpan<EndpointRole>)[EndpointRole.Server, EndpointRole.Client])
        {
            foreach (var isOpen in (ReadOnlySpan<bool>)[false, true])
            {
                foreach (var allowed in (ReadOnlySpan<ReservedBits>)[ReservedBits.None, ReservedBits.Rsv1])
                {
                    var rule = ProtocolRules.CheckHeader(header, role, isOpen, allowed);
                    Same(IsAllowed(input, header, role, isOpen, allowed), rule == ProtocolRule.None, $"{rule} for {role}, open: {isOpen}");
                    behavior.Add((int)rule);
                }
            }
        }

        CompareMask(input[header.HeaderLength..], header.MaskKey);
        behavior.AddSize(header.PayloadLength);
        return behavior.Value;
    }

    private static void CompareHead(ReadOnlySpan<byte> input, in FrameHeader header)
    {
        var masked = (input[1] >> 7) == 1;
        var lengthBytes = (input[1] & 127) switch { 126 => 2, 127 => 8, _ => 0 };
        ulong length = (uint)input[1] & 127;
        if (lengthBytes > 0)
        {
            length = 0;
            for (var i = 0; i < lengthBytes; i++)
            {
                length = (length << 8) | input[2 + i];
            }
        }

        Same(input[0] >= 128, header.Fin, "FIN");
        Same(input[0] & 15, (int)header.Opcode, "opcode");
        Same(input[0] & 0x70, (int)header.ReservedBits, "reserved bits");
        Same(masked, header.IsMasked, "MASK");
        Same(2 + lengthBytes + (masked ? 4 : 0), header.HeaderLength, "head length");
        Same(length, (ulong)header.PayloadLength, "payload length");
        var minimal = lengthBytes switch { 0 => true, 2 => length > 125, _ => length > 65_535 };
        Same(minimal, header.IsLengthMinimal, "minimal length");
    }

    private static void CompareWritten(ReadOnlySpan<byte> input, in FrameHeader header)
    {
        Span<byte> written = stackalloc byte[FrameHeader.MaxLength];
        var rsv1 = header.ReservedBits == ReservedBits.Rsv1;
        var length = header.IsMasked
            ? FrameHeaderWriter.Write(written, header.Opcode, header.Fin, header.PayloadLength, header.MaskKey, rsv1)
            : FrameHeaderWriter.Write(written, header.Opcode, header.Fin, header.PayloadLength, rsv1);
        Demand(written[..length].SequenceEqual(input[..header.HeaderLength]), "a head is written as it was read");
        Same(length, FrameHeaderWriter.GetLength(header.PayloadLength, header.IsMasked), "announced head length");
    }

    private static bool IsAllowed(ReadOnlySpan<byte> input, in FrameHeader header, EndpointRole role, bool isOpen, ReservedBits allowed)
    {
        var opcode = input[0] & 15;
        var rsv = input[0] & 0x70;
        var isControl = opcode >= 8;
        return (rsv == 0 || (allowed == ReservedBits.Rsv1 && rsv == 0x40 && opcode is 1 or 2))
            && opcode is 0 or 1 or 2 or 8 or 9 or 10
            && header.IsMasked == (role == EndpointRole.Server)
            && header.PayloadLength >= 0
            && header.IsLengthMinimal
            && (isControl ? header.Fin && header.PayloadLength <= 125 : isOpen == (opcode == 0));
    }

    private static void CompareMask(ReadOnlySpan<byte> payload, uint key)
    {
        var masked = payload.ToArray();
        var random = FuzzRandom.From(payload);
        var phase = 0;
        for (var at = 0; at < masked.Length;)
        {
            var piece = 1 + random.Next(masked.Length - at);
            phase = FrameMask.Apply(masked.AsSpan(at, piece), key, phase);
            at += piece;
        }

        Span<byte> octets = stackalloc byte[4];
        System.Runtime.InteropServices.MemoryMarshal.Write(octets, key);
        for (var i = 0; i < masked.Length; i++)
        {
            Demand(masked[i] == (payload[i] ^ octets[i % 4]), "octet i is XORed with octet i modulo 4 of the key");
        }
    }
}
