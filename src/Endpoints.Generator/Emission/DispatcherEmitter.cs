using System.Globalization;
using Endpoints.Generator.Model;

namespace Endpoints.Generator.Emission;

/// <summary>Writes the dispatcher: one override for each event that the endpoint handles.</summary>
internal static class DispatcherEmitter
{
    private static readonly DispatcherEvent[] Events =
    [
        DispatcherEvent.Open,
        DispatcherEvent.Text,
        DispatcherEvent.Binary,
        DispatcherEvent.Ping,
        DispatcherEvent.Pong,
        DispatcherEvent.Close,
    ];

    /// <summary>Whether the dispatcher must know the session's sub-protocol.</summary>
    public static bool NeedsProtocol(EndpointModel endpoint) => endpoint.Handlers.Any(h => h.ProtocolIndex >= 0);

    public static void Write(SourceWriter writer, EndpointModel endpoint, string[] fields)
    {
        var calls = new HandlerCallEmitter(endpoint, fields);
        writer.Open("private sealed class Dispatcher : " + Names.Dispatcher);
        WriteFields(writer, endpoint, fields);
        WriteHandlerKinds(writer, endpoint);
        foreach (var @event in Events)
        {
            WriteEvent(writer, calls, @event, new EventHandlers(endpoint, @event));
        }

        ErrorEmitter.Write(writer, endpoint, calls);
        DisposalEmitter.Write(writer, endpoint);
        calls.WriteAwaiting(writer);
        calls.Guards.WriteSteps(writer);
        writer.Close();
    }

    private static void WriteFields(SourceWriter writer, EndpointModel endpoint, string[] fields)
    {
        for (var i = 0; i < endpoint.JsonTypes.Count; i++)
        {
            var json = endpoint.JsonTypes[i];
            var typeInfo = Names.JsonTypeInfo + "<" + json.Type.Annotated + ">";
            writer.Line("private static readonly " + typeInfo + " Json" + i + " =");
            writer.Indent();
            writer.Line("(" + typeInfo + ")" + json.Context + ".Default.GetTypeInfo(typeof(" + json.Type.Name + "))!;");
            writer.Outdent();
            writer.Blank();
        }

        List<(string Type, string Name)> members = [(endpoint.Type.Name, "endpoint")];
        if (NeedsProtocol(endpoint))
        {
            members.Add(("int", "protocol"));
        }

        for (var i = 0; i < fields.Length; i++)
        {
            members.Add((endpoint.Values[i].FieldType, fields[i]));
        }

        if (PolicyEmitter.HasPolicies(endpoint))
        {
            members.Add((Names.SessionAuthorizer, "authorizer"));
        }

        for (var i = 0; i < endpoint.AllFilters.Count; i++)
        {
            members.Add((endpoint.AllFilters[i].Type.Annotated, "filter" + i));
        }

        foreach (var (type, name) in members)
        {
            writer.Line("private readonly " + type + " _" + name + ";");
        }

        if (endpoint.State is { } state)
        {
            writer.Line("private " + (state.IsClass ? "readonly " : "") + state.Type.Annotated + " _state"
                + (state.HasConstructor ? " = new " + state.Type.Annotated + "();" : ";"));
        }

        writer.Blank();
        writer.Open("public Dispatcher(" + string.Join(", ", members.Select(m => m.Type + " " + m.Name)) + ")");
        foreach (var (_, name) in members)
        {
            writer.Line("_" + name + " = " + name + ";");
        }

        writer.Close();
        writer.Blank();
    }

    private static void WriteHandlerKinds(SourceWriter writer, EndpointModel endpoint)
    {
        var events = Events.Select(e => (Event: e, Handlers: new EventHandlers(endpoint, e))).ToArray();
        var fallback = Kinds(-1);
        var different = Enumerable.Range(0, endpoint.Protocols.Count).Where(p => Kinds(p) != fallback).ToArray();
        if (different.Length == 0)
        {
            writer.Line("public override " + Names.HandlerKinds + " Handlers => " + fallback + ";");
        }
        else
        {
            writer.Open("public override " + Names.HandlerKinds + " Handlers => _protocol switch");
            foreach (var protocol in different)
            {
                writer.Line(protocol + " => " + Kinds(protocol) + ",");
            }

            writer.Line("_ => " + fallback + ",");
            writer.Close(";");
        }

        writer.Blank();

        string Kinds(int protocol)
        {
            var kinds = events
                .Where(e => e.Event is not (DispatcherEvent.Open or DispatcherEvent.Close) && e.Handlers.Of(protocol) >= 0)
                .Select(e => Names.HandlerKinds + "." + e.Event)
                .ToArray();
            return kinds.Length == 0 ? Names.HandlerKinds + ".None" : string.Join(" | ", kinds);
        }
    }

    private static void WriteEvent(SourceWriter writer, HandlerCallEmitter calls, DispatcherEvent @event, EventHandlers handlers)
    {
        var isFiltered = calls.Guards.Surrounds(@event) && (handlers.Any || @event == DispatcherEvent.Open);
        if (!handlers.Any && !isFiltered)
        {
            return;
        }

        var (parameter, argument) = @event switch
        {
            DispatcherEvent.Open => ("", ""),
            DispatcherEvent.Close => (", " + Names.CloseStatus + " status", ", status"),
            _ => (", " + Names.Message + " message", ", message"),
        };
        var name = @event + "Async";
        var head = "public override " + Names.ValueTask + " " + name + "(" + Names.Session + " session" + parameter + ")";
        if (isFiltered)
        {
            name = @event + "UnfilteredAsync";
            writer.Open(head);
            writer.Line("return " + calls.Guards.EnterEndpoint(@event, handlers.Any ? name : null) + ";");
            writer.Close();
            writer.Blank();
            head = "private " + Names.ValueTask + " " + name + "(" + Names.Session + " session" + parameter + ")";
        }

        if (!handlers.Any)
        {
            return;
        }

        if (!handlers.DependsOnProtocol)
        {
            writer.Open(head);
            calls.WriteBody(writer, handlers.Fallback, @event);
            writer.Close();
            writer.Blank();
            return;
        }

        writer.Open(head + " => _protocol switch");
        for (var protocol = 0; protocol < calls.Endpoint.Protocols.Count; protocol++)
        {
            if (handlers.Of(protocol) != handlers.Fallback)
            {
                var target = handlers.Of(protocol) < 0 ? "default" : Target(handlers.Of(protocol));
                writer.Line(protocol + " => " + target + ", // " + Literals.Text(calls.Endpoint.Protocols[protocol]));
            }
        }

        writer.Line("_ => " + (handlers.Fallback < 0 ? "default" : Target(handlers.Fallback)) + ",");
        writer.Close(";");
        writer.Blank();
        foreach (var handler in handlers.Distinct)
        {
            writer.Open("private " + Names.ValueTask + " " + @event + handler + "(" + Names.Session + " session" + parameter + ")");
            calls.WriteBody(writer, handler, @event);
            writer.Close();
            writer.Blank();
        }

        string Target(int handler) => @event + handler.ToString(CultureInfo.InvariantCulture) + "(session" + argument + ")";
    }
}
