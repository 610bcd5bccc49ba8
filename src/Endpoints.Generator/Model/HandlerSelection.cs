using Endpoints.Grammar;

namespace Endpoints.Generator.Model;

/// <summary>
/// Chooses the handlers that run in the sessions of one sub-protocol. For each event, and for each contract, one bound to the sub-protocol
/// comes before one bound to none; one bound to it that takes all messages of a kind leaves nothing to those bound to none.
/// </summary>
internal sealed class HandlerSelection
{
    private readonly EndpointModel _endpoint;
    private readonly IReadOnlyList<HandlerModel> _handlers;
    private readonly int _protocol;
    private readonly EventModel[] _events;
    private readonly int[] _errors;

    /// <param name="endpoint">The endpoint.</param>
    /// <param name="handlers">Its handlers, as their payloads are here.</param>
    /// <param name="protocol">The sub-protocol; -1 for none.</param>
    public HandlerSelection(EndpointModel endpoint, IReadOnlyList<HandlerModel> handlers, int protocol)
    {
        _endpoint = endpoint;
        _handlers = handlers;
        _protocol = protocol;
        var (text, textBody) = Part(SelectText());
        var (binary, binaryBody) = Part(SelectBinary());
        _events =
        [
            OfKind(HandlerKind.Open), text, binary, textBody, binaryBody, OfKind(HandlerKind.Ping), OfKind(HandlerKind.Pong),
            OfKind(HandlerKind.Close),
        ];
        _errors = SelectErrors();
    }

    public HashSet<int> Served => [.. _events.SelectMany(e => e.Served), .. _errors];

    public DispatchTableModel ToTable(HandlerModel[] handlers) => new(
        new EquatableArray<int>([_protocol]),
        new EquatableArray<HandlerModel>(handlers),
        new EquatableArray<EventModel>(_events),
        new EquatableArray<int>(_errors));

    /// <summary>Reports handlers that cannot be told apart.</summary>
    public void AddProblems(List<PayloadProblem> problems)
    {
        if (_protocol >= 0)
        {
            MessageConflicts.Add(_handlers, Bound(_protocol), _protocol, problems);
        }

        MessageConflicts.Add(_handlers, Bound(-1), -1, problems);
        MessageConflicts.AddProperties(_handlers, _events[(int)DispatcherEvent.Text], problems);
    }

    private int[] Bound(int protocol) => [.. Enumerable.Range(0, _handlers.Count).Where(i => _handlers[i].ProtocolIndex == protocol)];

    private EventModel OfKind(HandlerKind kind) => EventModel.Nothing with { Handler = FirstOf(h => h.Kind == kind) };

    private EventModel SelectText()
    {
        var own = _protocol < 0 ? [] : Cases(_protocol);
        var whole = _protocol < 0 ? -1 : Whole(_protocol, isBinary: false);
        if (whole < 0)
        {
            var taken = own.Select(c => c.Discriminator).ToArray();
            own = [.. own, .. Cases(-1).Where(c => !taken.Contains(c.Discriminator))];
            whole = Whole(-1, isBinary: false);
        }

        // A type without a discriminator is no rest of those with one, unless it is their base.
        if (own.Count > 0 && whole >= 0 && _handlers[whole].TypedPayload is { Message.IsPolymorphic: false })
        {
            whole = FirstOf(h => h.TakesBoth);
        }

        // A discriminator is found in a whole message only.
        if (own.Count > 0 && whole >= 0 && _handlers[whole].ReadsBody)
        {
            whole = -1;
        }

        return own.Count == 0
            ? EventModel.Nothing with { Handler = whole }
            : new EventModel(whole, _handlers[own[0].Handler].Contract!.Property, new EquatableArray<MessageCaseModel>(own));
    }

    // Whether messages come whole or while they arrive is decided by the handler that takes them.
    private (EventModel Whole, EventModel Body) Part(EventModel selected) =>
        selected.Handler >= 0 && _handlers[selected.Handler].ReadsBody
            ? (selected with { Handler = -1 }, EventModel.Nothing with { Handler = selected.Handler })
            : (selected, EventModel.Nothing);

    private EventModel SelectBinary()
    {
        var own = _protocol < 0 ? -1 : Whole(_protocol, isBinary: true);
        return EventModel.Nothing with { Handler = own >= 0 ? own : Whole(-1, isBinary: true) };
    }

    // [OnText], [OnBinary] and typed payloads come before a raw [OnMessage].
    private int Whole(int protocol, bool isBinary)
    {
        var bound = Bound(protocol);
        var specific = Array.FindIndex(bound, i => isBinary ? _handlers[i].TakesOnlyBinary : _handlers[i].TakesOnlyText);
        var index = specific >= 0 ? specific : Array.FindIndex(bound, i => _handlers[i].TakesBoth);
        return index < 0 ? -1 : bound[index];
    }

    private List<MessageCaseModel> Cases(int protocol)
    {
        List<MessageCaseModel> cases = [];
        foreach (var index in Bound(protocol))
        {
            // Of two with one discriminator, which is reported, the first counts.
            if (_handlers[index].Contract?.Discriminator is { } discriminator && !cases.Exists(c => c.Discriminator == discriminator))
            {
                cases.Add(new MessageCaseModel(discriminator, index));
            }
        }

        return cases;
    }

    // The most derived type first; of one type the handler bound to the sub-protocol.
    private int[] SelectErrors()
    {
        var errors = Bound(-1).Concat(_protocol < 0 ? [] : Bound(_protocol))
            .Where(i => _handlers[i].Kind == HandlerKind.Error)
            .OrderByDescending(i => _handlers[i].ExceptionDepth)
            .ThenBy(i => _handlers[i].Exception?.Name, StringComparer.Ordinal)
            .ThenByDescending(i => _handlers[i].ProtocolIndex);
        List<int> selected = [];
        foreach (var error in errors)
        {
            if (selected.Count == 0 || _handlers[selected[selected.Count - 1]].Exception?.Name != _handlers[error].Exception?.Name)
            {
                selected.Add(error);
            }
        }

        return [.. selected];
    }

    private int FirstOf(Func<HandlerModel, bool> isWanted)
    {
        var own = _protocol < 0 ? -1 : Find(_protocol);
        return own >= 0 ? own : Find(-1);

        int Find(int protocol)
        {
            var bound = Bound(protocol);
            var index = Array.FindIndex(bound, i => isWanted(_handlers[i]));
            return index < 0 ? -1 : bound[index];
        }
    }
}
