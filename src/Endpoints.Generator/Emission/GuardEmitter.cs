using Endpoints.Generator.Model;
using Endpoints.Grammar;

namespace Endpoints.Generator.Emission;

/// <summary>
/// Writes what stands before handlers: filters and checks, as numbered steps of one method. A step is a direct call that gets the number
/// of the next one, so that a filter may await, and nothing is allocated where it does not.
/// </summary>
internal sealed class GuardEmitter(EndpointModel endpoint)
{
    private readonly List<(string Comment, string Call)> _steps = [];

    /// <summary>Whether anything stands before any handler.</summary>
    public static bool IsGuarded(EndpointModel endpoint) => endpoint.Filters.Count > 0 || endpoint.Handlers.Any(IsGuarded);

    public static bool IsGuarded(HandlerModel handler) => handler.Filters.Count > 0 || handler.Authorization.Count > 0;

    /// <summary>Whether filters of the endpoint surround an event.</summary>
    public bool Surrounds(DispatcherEvent @event) => FiltersOf(endpoint.Filters, @event).Any();

    /// <summary>The expression that runs the endpoint's filters around an event.</summary>
    /// <param name="event">The event.</param>
    /// <param name="target">The method at the end of the chain; null for none.</param>
    public string EnterEndpoint(DispatcherEvent @event, string? target) =>
        Enter(FiltersOf(endpoint.Filters, @event), @event, target, @event.ToString());

    /// <summary>The expression that runs a handler's own checks and filters.</summary>
    public string EnterHandler(int index, DispatcherEvent @event, string target)
    {
        var handler = endpoint.Handlers[index];
        var filters = FiltersOf(handler.Filters, @event);
        if (handler.Authorization.Count > 0)
        {
            filters = filters.Prepend(
                Names.HandlerGuard + ".AuthorizeAsync(_authorizer, " + PolicyEmitter.PolicyOf(endpoint, index) + ", session, ");
        }

        return Enter(filters, @event, target, handler.MethodName);
    }

    /// <summary>The expression that checks whether a handler may be called that reads its message while it arrives. Filters do not see it.</summary>
    public string EnterBody(int index, string target) =>
        Names.HandlerGuard + ".AuthorizeAsync(_authorizer, " + PolicyEmitter.PolicyOf(endpoint, index) + ", session, body, " + target + ")";

    public void WriteSteps(SourceWriter writer)
    {
        if (_steps.Count == 0)
        {
            return;
        }

        writer.Open("protected override " + Names.ValueTask + " StepAsync(int step, " + Names.Session + " session, "
            + Names.FilteredMessage + " message)");
        writer.Open("switch (step)");
        for (var i = 0; i < _steps.Count; i++)
        {
            writer.Line("case " + i + ": // " + _steps[i].Comment);
            writer.Indent();
            writer.Line("return " + _steps[i].Call + ";");
            writer.Outdent();
        }

        writer.Line("default:");
        writer.Indent();
        writer.Line("return default;");
        writer.Outdent();
        writer.Close();
        writer.Close();
        writer.Blank();
    }

    private IEnumerable<string> FiltersOf(EquatableArray<int> filters, DispatcherEvent @event)
    {
        foreach (var index in filters)
        {
            var filter = endpoint.AllFilters[index];
            var (call, method) = @event switch
            {
                DispatcherEvent.Open => (filter.Open, "OnOpenAsync"),
                DispatcherEvent.Text or DispatcherEvent.Binary => (filter.Message, "OnMessageAsync"),
                _ => (FilterCall.None, ""),
            };
            if (call != FilterCall.None)
            {
                var instance = call == FilterCall.Direct ? "_filter" + index : "((" + Names.Filter + ")_filter" + index + ")";
                yield return instance + "." + method + (@event == DispatcherEvent.Open ? "(session, " : "(session, message, ");
            }
        }
    }

    private string Enter(IEnumerable<string> guards, DispatcherEvent @event, string? target, string comment)
    {
        var first = _steps.Count;
        foreach (var guard in guards)
        {
            _steps.Add((comment, guard + "Next(" + (_steps.Count + 1) + ", session, message))"));
        }

        var isOpen = @event == DispatcherEvent.Open;
        _steps.Add((comment, target is null ? "default" : target + (isOpen ? "(session)" : "(session, " + Names.Message + ".Of(message))")));
        var message = isOpen ? "default" : "message.Keep(isText: " + (@event == DispatcherEvent.Text ? "true" : "false") + ")";
        return "StepAsync(" + first + ", session, " + message + ")";
    }
}
