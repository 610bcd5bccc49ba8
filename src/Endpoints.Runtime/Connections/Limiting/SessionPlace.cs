namespace Endpoints.Connections.Limiting;

/// <summary>The place of one session among those of its endpoint. Disposing it again has no effect; safe to use from any thread.</summary>
/// <param name="places">Where it is.</param>
/// <param name="address">The address that it counts for.</param>
/// <param name="user">The user that it counts for.</param>
internal sealed class SessionPlace(SessionPlaces? places, UInt128? address, string? user) : IDisposable
{
    private SessionPlaces? _places = places;

    // What a limiter of the application's own has granted, for as long as the session.
    private IDisposable? _lease;

    /// <summary>A place that only a limiter knows of.</summary>
    /// <param name="lease">What it has granted.</param>
    public SessionPlace(IDisposable lease)
        : this(null, null, null) => _lease = lease;

    /// <summary>Ties what a limiter has granted to the place.</summary>
    /// <param name="lease">What it has granted.</param>
    public SessionPlace With(IDisposable lease)
    {
        _lease = lease;
        return this;
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref _places, null)?.Return(address, user);
        Interlocked.Exchange(ref _lease, null)?.Dispose();
    }
}
