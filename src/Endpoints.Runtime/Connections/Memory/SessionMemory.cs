using Endpoints.Protocol;

namespace Endpoints.Connections.Memory;

/// <summary>
/// What one session holds for its peer: the array of a message, its contexts of permessage-deflate, what waits to be sent, and input that
/// was not consumed. Not synchronised: the connection's lock guards it.
/// </summary>
/// <remarks>
/// The session's own count is exact. The host's is told once it differs by <see cref="Grain"/>, or when nothing is held any more; a
/// session with small messages is never counted there, and costs the host less than that.
/// </remarks>
internal struct SessionMemory
{
    /// <summary>Bytes by which the host's count of a session may be behind, in both directions.</summary>
    public const int Grain = 4096;

    private long _reported;
    private bool _ended;

    /// <summary>Bytes that are held now.</summary>
    public long Held { readonly get; private set; }

    /// <summary>Asks for bytes, and counts them when they may be taken.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="limit">What the session may hold.</param>
    /// <param name="host">What all sessions hold together.</param>
    public ProtocolRule TryTake(int bytes, long limit, MemoryBudget host)
    {
        if (_ended)
        {
            return ProtocolRule.None;
        }

        if (bytes > limit - Held)
        {
            return ProtocolRule.SessionMemoryExceeded;
        }

        var unreported = Held + bytes - _reported;
        if (unreported >= Grain)
        {
            if (!host.TryTake(unreported))
            {
                return ProtocolRule.HostMemoryExceeded;
            }

            _reported += unreported;
        }

        Held += bytes;
        return ProtocolRule.None;
    }

    /// <summary>Which limit bytes would exceed; nothing is counted.</summary>
    public readonly ProtocolRule Check(int bytes, long limit, MemoryBudget host)
    {
        if (bytes > limit - Held)
        {
            return ProtocolRule.SessionMemoryExceeded;
        }

        return CheckHost(bytes, host);
    }

    /// <summary>Whether bytes would exceed the host's limit, whatever the session's own is; nothing is counted.</summary>
    public readonly ProtocolRule CheckHost(int bytes, MemoryBudget host)
    {
        var unreported = Held + bytes - _reported;
        return unreported < Grain || host.HasRoomFor(unreported) ? ProtocolRule.None : ProtocolRule.HostMemoryExceeded;
    }

    /// <summary>Counts bytes that are held whatever the limits are.</summary>
    public void Take(int bytes, MemoryBudget host)
    {
        if (_ended)
        {
            return;
        }

        Held += bytes;
        if (Held - _reported >= Grain)
        {
            host.Take(Held - _reported);
            _reported = Held;
        }
    }

    public void Return(int bytes, MemoryBudget host)
    {
        if (_ended)
        {
            return;
        }

        Held -= bytes;
        if (_reported - Held >= Grain || (Held == 0 && _reported > 0))
        {
            host.Return(_reported - Held);
            _reported = Held;
        }
    }

    /// <summary>The session holds nothing any more, and what is given back late was counted here.</summary>
    public void End(MemoryBudget host)
    {
        host.Return(_reported);
        (Held, _reported, _ended) = (0, 0, true);
    }
}
