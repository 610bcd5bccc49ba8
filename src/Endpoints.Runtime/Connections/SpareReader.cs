using System.Buffers;
using Endpoints.Protocol;

namespace Endpoints.Connections;

/// <summary>
/// Lends readers to sessions for as long as they are within a message; most messages come whole and need none. Each thread keeps one, so
/// that neither an idle session has one, nor a fragmented message costs an allocation.
/// </summary>
internal static class SpareReader
{
    [ThreadStatic]
    private static MessageReader? _spare;

    public static MessageReader Take(EndpointRole role, in ReceiveLimits limits, IMemoryLedger ledger, ArrayPool<byte> pool)
    {
        if (_spare is not { } reader)
        {
            return new MessageReader(role, limits, ledger: ledger, pool: pool);
        }

        _spare = null;
        reader.ReadFor(role, limits, ledger, pool);
        return reader;
    }

    /// <summary>Takes back a reader that is unused.</summary>
    public static void GiveBack(MessageReader reader)
    {
        reader.ReadFor(EndpointRole.Server, default, null, null);
        _spare = reader;
    }
}
