namespace Endpoints.Protocol;

/// <summary>The bits of a frame's first byte that only an extension may use (RFC 6455 section 5.2).</summary>
[Flags]
internal enum ReservedBits : byte
{
    None = 0,
    Rsv1 = 0x40,
    Rsv2 = 0x20,
    Rsv3 = 0x10,
    All = Rsv1 | Rsv2 | Rsv3,
}
