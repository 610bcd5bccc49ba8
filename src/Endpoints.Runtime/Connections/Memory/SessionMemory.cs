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
/// <param name="host">What all sessions hold together.</param>
/// <param name="limit">What this one may hold, in bytes.</param>
internal sealed class SessionMemory(MemoryBudget host, long limit)
{
    /// <summary>Bytes by which the host's count of a session may be behind, in both directions.</summary>
    public const int Grain = 4096;

    private long _reported;
    private bool _ended;

    /// <summary>Bytes that are held now.</summary>
    public long Held { get; private set; }

    public ProtocolRule TryTake(int bytes)
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
    public ProtocolRule Check(int bytes)
    {
        if (bytes > limit - Held)
        {
            return ProtocolRule.SessionMemoryExceeded;
        }

        return CheckHost(bytes);
    }

    /// <summary>Whether bytes would exceed the host's limit, whatever the session's own is; nothing is counted.</summary>
    public ProtocolRule CheckHost(int bytes)
    {
        var unreported = Held + bytes - _reported;
        return unreported < Grain || host.HasRoomFor(unreported) ? ProtocolRule.None : ProtocolRule.HostMemoryExceeded;
    }

    /// <summary>Counts bytes that are held whatever the limits are.</summary>
    public void Take(int bytes)
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

    public void Return(int bytes)
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
    public void End()
    {
        host.Return(_reported);
        (Held, _reported, _ended) = (0, 0, true);
    }
}
