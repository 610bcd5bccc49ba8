namespace Endpoints.Protocol;

/// <summary>What a frame is (RFC 6455 section 5.2). The other eight values of the four bits are reserved.</summary>
internal enum Opcode : byte
{
    Continuation = 0x0,
    Text = 0x1,
    Binary = 0x2,
    Close = 0x8,
    Ping = 0x9,
    Pong = 0xA,
}

internal static class OpcodeExtensions
{
    extension(Opcode opcode)
    {
        /// <summary>Whether the most significant of the four bits is set, reserved ones included (RFC 6455 section 5.5).</summary>
        public bool IsControl => ((byte)opcode & 0x8) != 0;

        /// <summary>Whether the RFC leaves the value without a meaning: 3 to 7 and B to F.</summary>
        public bool IsReserved => opcode is not (<= Opcode.Binary or (>= Opcode.Close and <= Opcode.Pong));
    }
}
