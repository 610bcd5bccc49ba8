using Endpoints.Grammar;

namespace Endpoints.Generator.Model;

/// <summary>The calls that a dispatcher gets.</summary>
internal enum DispatcherEvent
{
    Open,
    Text,
    Binary,
    TextBody,
    BinaryBody,
    Ping,
    Pong,
    Close,
}

/// <summary>Which handlers run in the sessions of some sub-protocols, and in which form they get and give payloads there.</summary>
/// <param name="Protocols">The sub-protocols, as indexes into the endpoint's list; -1 for sessions without one.</param>
/// <param name="Handlers">All handlers of the endpoint; the payloads of those that run here are decided.</param>
/// <param name="Events">What runs for each <see cref="DispatcherEvent"/>, by its number.</param>
/// <param name="Errors">The error handlers, in the order in which they are asked.</param>
internal sealed record DispatchTableModel(
    EquatableArray<int> Protocols,
    EquatableArray<HandlerModel> Handlers,
    EquatableArray<EventModel> Events,
    EquatableArray<int> Errors)
{
    public EventModel this[DispatcherEvent @event] => Events[(int)@event];

    public bool TakesText => this[DispatcherEvent.Text].Any || this[DispatcherEvent.TextBody].Any;

    public bool TakesBinary => this[DispatcherEvent.Binary].Any || this[DispatcherEvent.BinaryBody].Any;

    /// <summary>Whether an event is answered by the same code as in another table.</summary>
    public bool RunsAlike(DispatchTableModel other, DispatcherEvent @event) =>
        this[@event] == other[@event] && this[@event].Served.All(h => Handlers[h] == other.Handlers[h]);

    public bool FailsAlike(DispatchTableModel other) => Errors == other.Errors && Errors.All(h => Handlers[h] == other.Handlers[h]);
}

/// <summary>What runs for an event.</summary>
/// <param name="Handler">The handler of what no case takes; -1 for none.</param>
/// <param name="Property">The JSON property that the cases are told apart by; null where there are none.</param>
/// <param name="Cases">The contracts, in the order of their handlers.</param>
internal sealed record EventModel(int Handler, string? Property, EquatableArray<MessageCaseModel> Cases)
{
    public static readonly EventModel Nothing = new(-1, null, EquatableArray<MessageCaseModel>.Empty);

    public bool Any => Handler >= 0 || Cases.Count > 0;

    public IEnumerable<int> Served => Handler < 0 ? Cases.Select(c => c.Handler) : Cases.Select(c => c.Handler).Append(Handler);
}

/// <summary>A contract and its handler.</summary>
internal sealed record MessageCaseModel(DiscriminatorModel Discriminator, int Handler);

/// <summary>A reply that is written with its discriminator.</summary>
/// <param name="JsonIndex">Its type, as an index into the endpoint's JSON types.</param>
/// <param name="Property">The JSON property that holds the discriminator.</param>
/// <param name="Discriminator">The discriminator.</param>
internal sealed record MessageReplyModel(int JsonIndex, string Property, string Discriminator);
