using System.Globalization;
using Endpoints.Generator.Model;

namespace Endpoints.Generator.Emission;

/// <summary>
/// Writes what handlers need that take messages as a sequence: the sequence as a field, the method that runs the handler with it, and
/// the list of those that the session's sub-protocol has.
/// </summary>
internal static class StreamEmitter
{
    /// <summary>The field of a handler's sequence, without its underscore.</summary>
    public static string FieldOf(int handler) => "messages" + handler.ToString(CultureInfo.InvariantCulture);

    public static bool IsStream(HandlerModel handler) => handler.Payload?.Kind == ArgumentKind.PayloadStream;

    /// <summary>The sequences of an endpoint as type, field and the handler's index.</summary>
    public static IEnumerable<(string Type, int Handler)> FieldsOf(EndpointModel endpoint)
    {
        for (var i = 0; i < endpoint.Handlers.Count; i++)
        {
            if (IsStream(endpoint.Handlers[i]))
            {
                yield return (Names.MessageStream + "<" + ElementOf(endpoint.Handlers[i].Payload!) + ">", i);
            }
        }
    }

    /// <summary>The statement of the constructor that makes a sequence.</summary>
    public static string Creation(EndpointModel endpoint, string type, int handler) =>
        "_" + FieldOf(handler) + " = new " + type + "(Run" + FieldNameOf(endpoint, handler)
        + (endpoint.Handlers[handler].IsBlocking ? ", offThread: true" : "") + ");";

    public static void Write(SourceWriter writer, HandlerCallEmitter calls)
    {
        var endpoint = calls.Endpoint;
        var streams = FieldsOf(endpoint).Select(f => f.Handler).ToArray();
        if (streams.Length == 0)
        {
            return;
        }

        WriteList(writer, endpoint);
        foreach (var handler in streams)
        {
            writer.Open("private " + Names.ValueTask + " Run" + FieldNameOf(endpoint, handler) + "(" + Names.Session + " session)");
            calls.WriteCall(writer, handler, EventOf(endpoint.Handlers[handler]));
            writer.Close();
            writer.Blank();
        }
    }

    private static void WriteList(SourceWriter writer, EndpointModel endpoint)
    {
        const string Head = "public override " + Names.ReadOnlyList + "<" + Names.MessageStream + "> Streams => ";
        EventHandlers[] events = [new(endpoint, DispatcherEvent.Text), new(endpoint, DispatcherEvent.Binary)];
        var fallback = List(-1);
        var different = Enumerable.Range(0, endpoint.Protocols.Count).Where(p => List(p) != fallback).ToArray();
        if (different.Length == 0)
        {
            writer.Line(Head + fallback + ";");
        }
        else
        {
            writer.Open(Head + "_protocol switch");
            foreach (var protocol in different)
            {
                writer.Line(protocol + " => " + List(protocol) + ",");
            }

            writer.Line("_ => " + fallback + ",");
            writer.Close(";");
        }

        writer.Blank();

        string List(int protocol)
        {
            var fields = events
                .Select(e => e.Of(protocol))
                .Where(h => h >= 0 && IsStream(endpoint.Handlers[h]))
                .Distinct()
                .Select(h => "_" + FieldOf(h))
                .ToArray();
            return "new " + Names.MessageStream + "[] { " + string.Join(", ", fields) + (fields.Length == 0 ? "}" : " }");
        }
    }

    private static string ElementOf(ArgumentModel stream) => stream.Type.Annotated + (stream.IsNullable ? "?" : "");

    private static string FieldNameOf(EndpointModel endpoint, int handler) =>
        endpoint.Handlers[handler].MethodName.TrimStart('@') + handler.ToString(CultureInfo.InvariantCulture);

    private static DispatcherEvent EventOf(HandlerModel handler) =>
        handler.Kind == HandlerKind.Text ? DispatcherEvent.Text : DispatcherEvent.Binary;
}
