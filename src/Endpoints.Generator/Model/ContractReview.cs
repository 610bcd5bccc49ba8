using Endpoints.Grammar;

namespace Endpoints.Generator.Model;

/// <summary>
/// Looks at tables that can be emitted for what is hardly meant: unhandled contracts (WSE0043), untyped payloads (WSE0045), unused codecs
/// (WSE0049) and sub-protocols whose messages nobody takes (WSE0022, WSE0024).
/// </summary>
internal static class ContractReview
{
    private static readonly string[] UntypedTypes =
    [
        "global::System.Text.Json.JsonElement",
        "global::System.Text.Json.JsonDocument",
        "global::System.Text.Json.Nodes.JsonNode",
        "global::System.Text.Json.Nodes.JsonObject",
        "global::System.Text.Json.Nodes.JsonArray",
        "global::System.Text.Json.Nodes.JsonValue",
    ];

    public static void AddProblems(EndpointModel endpoint, List<PayloadProblem> problems)
    {
        foreach (var table in endpoint.Tables)
        {
            AddContracts(table, problems);
            AddUntyped(table, problems);
            foreach (var protocol in table.Protocols.Where(p => p >= 0))
            {
                AddProtocol(endpoint, table, protocol, problems);
            }
        }
    }

    /// <summary>Adds the codecs that nothing uses, unless something is wrong that may be the reason.</summary>
    public static void AddCodecs(EndpointModel endpoint, HashSet<int> used, List<PayloadProblem> problems)
    {
        if (problems.Exists(p => p.IsError))
        {
            return;
        }

        for (var i = 0; i < endpoint.CodecUses.Count; i++)
        {
            if (!used.Contains(i))
            {
                problems.Add(new PayloadProblem(PayloadProblemKind.UnusedCodec, -1, -1, null) { Other = i, Detail = endpoint.CodecUses[i].Name });
            }
        }
    }

    private static void AddContracts(DispatchTableModel table, List<PayloadProblem> problems)
    {
        var text = table[DispatcherEvent.Text];
        if (text.Handler >= 0)
        {
            return;
        }

        var handled = text.Cases.Select(c => table.Handlers[c.Handler].TypedPayload!.Type.Name).ToArray();
        foreach (var @case in text.Cases)
        {
            if (table.Handlers[@case.Handler].Contract!.Base is not { } polymorphic)
            {
                continue;
            }

            foreach (var derived in polymorphic.Derived.Where(d => !handled.Contains(d.Name)))
            {
                problems.Add(new PayloadProblem(PayloadProblemKind.UnhandledContract, -1, -1, derived) { Detail = polymorphic.Type.ShortName });
            }
        }
    }

    private static void AddUntyped(DispatchTableModel table, List<PayloadProblem> problems)
    {
        foreach (var index in table[DispatcherEvent.Text].Served)
        {
            var arguments = table.Handlers[index].Arguments;
            for (var i = 0; i < arguments.Count; i++)
            {
                if (arguments[i].Form == ArgumentKind.PayloadJson && UntypedTypes.Contains(arguments[i].Type.Name))
                {
                    problems.Add(new PayloadProblem(PayloadProblemKind.UntypedPayload, index, i, arguments[i].Type));
                }
            }
        }
    }

    private static void AddProtocol(EndpointModel endpoint, DispatchTableModel table, int protocol, List<PayloadProblem> problems)
    {
        var (takesText, takesBinary) = (table.TakesText, table.TakesBinary);
        if (!takesText && !takesBinary)
        {
            // An endpoint that only sends takes no messages of any sub-protocol.
            if (endpoint.Tables.Any(t => t.TakesText || t.TakesBinary))
            {
                problems.Add(new PayloadProblem(PayloadProblemKind.UnservedProtocol, -1, -1, null) { Protocol = protocol });
            }

            return;
        }

        var framing = RegisteredSubprotocols.FramingOf(endpoint.Protocols[protocol]);
        if ((framing == SubprotocolFraming.Text && !takesText) || (framing == SubprotocolFraming.Binary && !takesBinary))
        {
            problems.Add(new PayloadProblem(PayloadProblemKind.ProtocolFraming, -1, -1, null)
            {
                Protocol = protocol,
                Detail = framing == SubprotocolFraming.Text ? "text" : "binary",
            });
        }
    }
}
