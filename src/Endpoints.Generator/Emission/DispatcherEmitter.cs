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
        DispatcherEvent.TextBody,
        DispatcherEvent.BinaryBody,
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
        StreamEmitter.Write(writer, calls);
        foreach (var @event in Events)
        {
            WriteEvent(writer, calls, @event, new EventHandlers(endpoint, @event));
        }

        ErrorEmitter.Write(writer, endpoint, calls);
        WriteDisposal(writer, endpoint);
        calls.WriteAwaiting(writer);
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

        var streams = StreamEmitter.FieldsOf(endpoint).ToArray();
        foreach (var (type, name) in members.Concat(streams.Select(s => (s.Type, StreamEmitter.FieldOf(s.Handler)))))
        {
            writer.Line("private readonly " + type + " _" + name + ";");
        }

        writer.Blank();
        writer.Open("public Dispatcher(" + string.Join(", ", members.Select(m => m.Type + " " + m.Name)) + ")");
        foreach (var (_, name) in members)
        {
            writer.Line("_" + name + " = " + name + ";");
        }

        foreach (var (type, handler) in streams)
        {
            writer.Line(StreamEmitter.Creation(endpoint, type, handler));
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
        if (!handlers.Any)
        {
            return;
        }

        var (parameter, argument) = @event switch
        {
            DispatcherEvent.Open => ("", ""),
            DispatcherEvent.Close => (", " + Names.CloseStatus + " status", ", status"),
            DispatcherEvent.TextBody or DispatcherEvent.BinaryBody => (", " + Names.MessageBody + " body", ", body"),
            _ => (", " + Names.Message + " message", ", message"),
        };
        var head = Names.ValueTask + " " + @event + "Async(" + Names.Session + " session" + parameter + ")";
        if (!handlers.DependsOnProtocol)
        {
            writer.Open("public override " + head);
            calls.WriteBody(writer, handlers.Fallback, @event);
            writer.Close();
            writer.Blank();
            return;
        }

        writer.Open("public override " + head + " => _protocol switch");
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

    private static void WriteDisposal(SourceWriter writer, EndpointModel endpoint)
    {
        if (endpoint.IsSingleton || endpoint.Disposal == DisposalKind.None)
        {
            return;
        }

        writer.Open("public override " + Names.ValueTask + " DisposeAsync()");
        if (endpoint.Disposal == DisposalKind.AsyncDisposable)
        {
            writer.Line("return ((global::System.IAsyncDisposable)_endpoint).DisposeAsync();");
        }
        else
        {
            writer.Line("((global::System.IDisposable)_endpoint).Dispose();");
            writer.Line("return default;");
        }

        writer.Close();
        writer.Blank();
    }
}
