namespace Endpoints.Connections.Groups;

/// <summary>The sessions of one group. Not synchronised: the lock of its <see cref="GroupStripe"/> guards it.</summary>
internal sealed class SessionGroup(GroupStripe stripe, string name)
{
    /// <summary>Up to so many members are searched one by one; most groups are small, and an index takes more than they do.</summary>
    private const int MostScanned = 16;

    private WebSocketConnection[] _members = [];
    private Dictionary<WebSocketConnection, int>? _places;
    private WebSocketConnection[]? _snapshot;

    public GroupStripe Stripe { get; } = stripe;

    public string Name { get; } = name;

    public int Count { get; private set; }

    /// <summary>Adds a session that is not a member.</summary>
    public void Add(WebSocketConnection session)
    {
        if (Count == _members.Length)
        {
            Array.Resize(ref _members, Math.Max(2, Count * 2));
        }

        _members[Count] = session;
        _places?.Add(session, Count);
        Count++;
        _snapshot = null;
        if (_places is null && Count > MostScanned)
        {
            _places = new Dictionary<WebSocketConnection, int>(Count * 2);
            for (var i = 0; i < Count; i++)
            {
                _places.Add(_members[i], i);
            }
        }
    }

    /// <summary>Removes a member; the last one takes its place.</summary>
    public void Remove(WebSocketConnection session)
    {
        var place = PlaceOf(session);
        if (place < 0)
        {
            return;
        }

        var last = _members[--Count];
        _members[place] = last;
        _members[Count] = null!;
        _snapshot = null;
        if (_places is not null)
        {
            _places[last] = place;
            _places.Remove(session);
        }
    }

    /// <summary>The members at this moment; the same array until one comes or goes, so it is not to be written to.</summary>
    public WebSocketConnection[] Snapshot() => _snapshot ??= _members.AsSpan(0, Count).ToArray();

    private int PlaceOf(WebSocketConnection session) => _places is null
        ? Array.IndexOf(_members, session, 0, Count)
        : _places.GetValueOrDefault(session, -1);
}
