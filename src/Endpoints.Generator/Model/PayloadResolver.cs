using Endpoints.Grammar;

namespace Endpoints.Generator.Model;

/// <summary>
/// Makes an endpoint's dispatch tables: which handlers run in the sessions of each sub-protocol, and what their payloads are read with.
/// It is the step that needs the project's contexts, which the endpoint's own source does not show.
/// </summary>
/// <remarks>
/// On <c>[OnMessage]</c> handlers without a raw payload, a class that a context lists, that a codec reads or that is a contract is the
/// payload; any other is a service.
/// </remarks>
internal static class PayloadResolver
{
    /// <summary>The endpoint with its tables; null when it cannot be emitted.</summary>
    public static EndpointModel? Resolve(EndpointModel endpoint, EquatableArray<JsonContextModel> contexts) =>
        Resolve(endpoint, contexts, problems: null);

    /// <inheritdoc cref="Resolve(EndpointModel, EquatableArray{JsonContextModel})"/>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="contexts">The project's contexts.</param>
    /// <param name="problems">Takes what is wrong; null for the generator, which needs the result only.</param>
    public static EndpointModel? Resolve(
        EndpointModel endpoint, EquatableArray<JsonContextModel> contexts, List<PayloadProblem>? problems)
    {
        List<PayloadProblem> found = [];
        var json = new JsonTypes(endpoint.JsonContext, contexts);
        var lists = new PayloadLists(json);
        List<DispatchTableModel> tables = [];
        List<(int Handler, List<PayloadProblem> Problems)> idle = [];
        HashSet<int> running = [];
        foreach (var protocol in ProtocolsOf(endpoint))
        {
            var forms = new MessageForms(endpoint, json, protocol);
            var handlers = new HandlerModel[endpoint.Handlers.Count];
            var handlerProblems = new List<PayloadProblem>[handlers.Length];
            for (var i = 0; i < handlers.Length; i++)
            {
                handlers[i] = forms.Resolve(i, handlerProblems[i] = []);
                AddValidationProblems(endpoint.Validation, handlers[i], i, handlerProblems[i]);
            }

            var selection = new HandlerSelection(endpoint, handlers, protocol);
            selection.AddProblems(found);
            var served = selection.Served;
            running.UnionWith(served);
            for (var i = 0; i < handlers.Length; i++)
            {
                if (served.Contains(i))
                {
                    found.AddRange(handlerProblems[i]);
                    handlers[i] = lists.Enter(handlers[i], forms);
                }
                else
                {
                    idle.Add((i, handlerProblems[i]));
                    handlers[i] = endpoint.Handlers[i];
                }
            }

            AddTo(tables, selection.ToTable(handlers));
        }

        // What is wrong with a handler that runs nowhere is wrong all the same.
        found.AddRange(idle.Where(i => !running.Contains(i.Handler)).SelectMany(i => i.Problems));
        var resolved = endpoint with
        {
            Tables = new EquatableArray<DispatchTableModel>(tables),
            JsonTypes = lists.JsonTypes,
            Codecs = lists.Codecs,
            MessageReplies = lists.Replies,
        };
        if (problems is not null)
        {
            ContractReview.AddProblems(resolved, found);
            ContractReview.AddCodecs(resolved, lists.UsedCodecs, found);
            problems.AddRange(found.Distinct());
        }

        return found.Any(p => p.IsError) ? null : resolved;
    }

    // Without a sub-protocol first; not at all where the handshake demands one.
    private static IEnumerable<int> ProtocolsOf(EndpointModel endpoint)
    {
        var first = endpoint.RequiresProtocol && endpoint.Protocols.Count > 0 ? 0 : -1;
        return Enumerable.Range(first, endpoint.Protocols.Count - first);
    }

    private static void AddValidationProblems(ValidationModel? validation, HandlerModel handler, int index, List<PayloadProblem> problems)
    {
        for (var i = 0; validation is not null && i < handler.Arguments.Count; i++)
        {
            var argument = handler.Arguments[i];
            if (argument.IsTypedPayload && validation.Find(argument.Type)?.Obstacle is { } obstacle)
            {
                problems.Add(new PayloadProblem(PayloadProblemKind.NotValidatable, index, i, argument.Type) { Detail = obstacle });
            }
        }
    }

    // Sub-protocols that are served alike share a table.
    private static void AddTo(List<DispatchTableModel> tables, DispatchTableModel table)
    {
        for (var i = 0; i < tables.Count; i++)
        {
            if (tables[i] with { Protocols = table.Protocols } == table)
            {
                tables[i] = table with { Protocols = new EquatableArray<int>(tables[i].Protocols.Concat(table.Protocols)) };
                return;
            }
        }

        tables.Add(table);
    }
}
