using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Endpoints.Connections;

/// <summary>
/// Masking keys for the frames of clients: a fresh one for each frame, from the system's cryptographic generator, so that nobody who chooses a
/// payload can foresee the bytes on the wire (RFC 6455 sections 5.3 and 10.3). Each thread draws many at a time, which makes a key cost
/// nanoseconds.
/// </summary>
internal static class MaskKeys
{
    private const int DrawnAtOnce = 256;

    [ThreadStatic]
    private static uint[]? _keys;

    [ThreadStatic]
    private static int _left;

    /// <summary>A key that was not used before.</summary>
    public static uint Next()
    {
        if (_left == 0)
        {
            RandomNumberGenerator.Fill(MemoryMarshal.AsBytes((_keys ??= new uint[DrawnAtOnce]).AsSpan()));
            _left = DrawnAtOnce;
        }

        return _keys![--_left];
    }
}
