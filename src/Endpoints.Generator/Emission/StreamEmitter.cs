using System.Globalization;
using Endpoints.Generator.Model;

namespace Endpoints.Generator.Emission;

/// <summary>
/// Writes what handlers need that take messages as a sequence: the sequence as a field, the method that runs the handler with it, and
/// the list of those that run in the sessions of a dispatch table.
/// </summary>
internal static class StreamEmitter
{
    /// <summary>The field of a handler's sequence, without its underscore.</summary>
    public static string FieldOf(int handler) => "messages" + handler.ToString(CultureInfo.InvariantCulture);

    public static bool IsStream(HandlerModel handler) => handler.Payload?.Kind == ArgumentKind.PayloadStream;

    public static bool HasStreams(EndpointModel endpoint) => endpoint.Handlers.Any(IsStream);

    public static void WriteFields(SourceWriter writer, DispatchTableModel table)
    {
        var streams = StreamsOf(table);
        foreach (var handler in streams)
        {
            writer.Line("private readonly " + TypeOf(table, handler) + " _" + FieldOf(handler) + ";");
        }

        if (streams.Length > 0)
        {
            writer.Blank();
        }
    }

    /// <summary>The statements of the constructor that make the sequences.</summary>
    public static void WriteCreations(SourceWriter writer, DispatchTableModel table)
    {
        foreach (var handler in StreamsOf(table))
        {
            writer.Line("_" + FieldOf(handler) + " = new " + TypeOf(table, handler) + "(" + RunnerOf(table, handler)
                + (table.Handlers[handler].IsBlocking ? ", offThread: true" : "") + ");");
        }
    }

    public static void Write(SourceWriter writer, HandlerCallEmitter calls, DispatchTableModel table)
    {
        var streams = StreamsOf(table);
        if (streams.Length == 0)
        {
            return;
        }

        writer.Line("public override " + Names.ReadOnlyList + "<" + Names.MessageStream + "> Streams => new " + Names.MessageStream + "[] { "
            + string.Join(", ", streams.Select(h => "_" + FieldOf(h))) + " };");
        writer.Blank();
        foreach (var handler in streams)
        {
            writer.Open("private " + Names.ValueTask + " " + RunnerOf(table, handler) + "(" + Names.Session + " session)");
            calls.WriteCall(writer, handler, EventOf(table.Handlers[handler]));
            writer.Close();
            writer.Blank();
        }
    }

    private static int[] StreamsOf(DispatchTableModel table) =>
    [
        .. table[DispatcherEvent.Text].Served
            .Concat(table[DispatcherEvent.Binary].Served)
            .Where(h => IsStream(table.Handlers[h]))
            .Distinct()
            .OrderBy(h => h),
    ];

    private static string TypeOf(DispatchTableModel table, int handler)
    {
        var element = table.Handlers[handler].Payload!;
        return Names.MessageStream + "<" + (element.IsNullable ? element.Type.OrNull : element.Type.Annotated) + ">";
    }

    private static string RunnerOf(DispatchTableModel table, int handler) =>
        "Run" + table.Handlers[handler].MethodName.TrimStart('@') + handler.ToString(CultureInfo.InvariantCulture);

    private static DispatcherEvent EventOf(HandlerModel handler) =>
        handler.Kind == HandlerKind.Text ? DispatcherEvent.Text : DispatcherEvent.Binary;
}
