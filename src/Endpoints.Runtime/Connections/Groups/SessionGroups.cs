namespace Endpoints.Connections.Groups;

/// <summary>
/// The groups of an endpoint's sessions, by name. A group exists while it has members. Safe to use from any thread; takes no memory before
/// the first session joins.
/// </summary>
/// <param name="ofUsers">Whether they are those of <see cref="SessionUsers"/>.</param>
internal sealed partial class SessionGroups(bool ofUsers = false)
{
    private const int StripeCount = 16;

    private GroupStripe[]? _stripes;

    /// <summary>Told which groups have members; <see langword="null"/> for nobody. To be set before the first session joins.</summary>
    public IGroupWatcher? Watcher { get; set; }

    /// <summary>Groups that have members.</summary>
    public int Count => _stripes?.Sum(static stripe => stripe.Count) ?? 0;

    /// <inheritdoc cref="GroupStripe.Join"/>
    public bool Join(WebSocketConnection session, string name) => StripeOf(Stripes, name).Join(session, name);

    /// <inheritdoc cref="GroupStripe.Leave"/>
    public bool Leave(WebSocketConnection session, string name) =>
        Volatile.Read(ref _stripes) is { } stripes && StripeOf(stripes, name).Leave(session, name);

    /// <inheritdoc cref="GroupStripe.Snapshot"/>
    public WebSocketConnection[] Snapshot(string name) =>
        Volatile.Read(ref _stripes) is { } stripes ? StripeOf(stripes, name).Snapshot(name) : [];

    /// <inheritdoc cref="GroupStripe.Names"/>
    public string[] Names() => Volatile.Read(ref _stripes)?.SelectMany(static stripe => stripe.Names()).ToArray() ?? [];

    private GroupStripe[] Stripes => Volatile.Read(ref _stripes) ?? MakeStripes();

    private static GroupStripe StripeOf(GroupStripe[] stripes, string name) => stripes[(uint)name.GetHashCode(StringComparison.Ordinal) % StripeCount];

    private GroupStripe[] MakeStripes()
    {
        var stripes = new GroupStripe[StripeCount];
        for (var i = 0; i < stripes.Length; i++)
        {
            stripes[i] = new GroupStripe(ofUsers, Watcher);
        }

        return Interlocked.CompareExchange(ref _stripes, stripes, null) ?? stripes;
    }
}
