using System.Runtime.InteropServices;

namespace Endpoints.Connections.Limiting;

/// <summary>
/// The places that the sessions of one endpoint have taken, from before their handshake is answered until their last handler has run. A place is
/// taken or not in one step, so that no number of handshakes at a time goes beyond a bound. Safe to use from any thread.
/// </summary>
internal sealed class SessionPlaces
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, int> _addresses = [];
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>How many are taken.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>The addresses and users that are remembered: those that have a session.</summary>
    public int Remembered
    {
        get
        {
            lock (_gate)
            {
                return _addresses.Count + _users.Count;
            }
        }
    }

    /// <summary>Takes a place, if no bound is reached.</summary>
    /// <param name="bounds">The bounds.</param>
    /// <param name="address">Who the peer is, see <see cref="ClientAddress"/>; <see langword="null"/> for nobody, who is not bounded.</param>
    /// <param name="user">Who is signed in; <see langword="null"/> for nobody, who is not bounded.</param>
    /// <param name="place">The place; to be disposed when the session is over, or came to nothing.</param>
    /// <returns>The bound that is reached.</returns>
    public SessionBound TryTake(SessionBounds bounds, UInt128? address, string? user, out SessionPlace? place)
    {
        place = null;
        address = bounds.PerAddress is null ? null : address;
        user = bounds.PerUser is null ? null : user;
        lock (_gate)
        {
            if (_count >= bounds.Sessions)
            {
                return SessionBound.SessionsFull;
            }

            if (address is { } peer && _addresses.GetValueOrDefault(peer) >= bounds.PerAddress)
            {
                return SessionBound.AddressSessionsFull;
            }

            if (user is not null && _users.GetValueOrDefault(user) >= bounds.PerUser)
            {
                return SessionBound.UserSessionsFull;
            }

            _count++;
            if (address is { } counted)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_addresses, counted, out _)++;
            }

            if (user is not null)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_users, user, out _)++;
            }
        }

        place = new SessionPlace(this, address, user);
        return SessionBound.None;
    }

    /// <summary>A place is free again; for <see cref="SessionPlace"/>, once each.</summary>
    public void Return(UInt128? address, string? user)
    {
        lock (_gate)
        {
            _count--;
            if (address is { } peer)
            {
                Subtract(_addresses, peer);
            }

            if (user is not null)
            {
                Subtract(_users, user);
            }
        }
    }

    // Who has no session is forgotten.
    private static void Subtract<TKey>(Dictionary<TKey, int> counts, TKey key)
        where TKey : notnull
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(counts, key);
        if (--count == 0)
        {
            counts.Remove(key);
        }
    }
}
