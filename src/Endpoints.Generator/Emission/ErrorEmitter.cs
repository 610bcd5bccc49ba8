using Endpoints.Generator.Model;

namespace Endpoints.Generator.Emission;

/// <summary>Writes <c>ErrorAsync</c>: the handler of the most derived exception type that fits.</summary>
internal static class ErrorEmitter
{
    public static void Write(SourceWriter writer, DispatchTableModel table, HandlerCallEmitter calls)
    {
        var handlers = table.Errors.Select(i => (Handler: table.Handlers[i], Index: i)).ToArray();
        if (handlers.Length == 0)
        {
            return;
        }

        writer.Open(
            "public override " + Names.ValueTask + "<bool> ErrorAsync(" + Names.Session + " session, global::System.Exception error)");
        writer.Open("switch (error)");
        foreach (var (handler, index) in handlers)
        {
            writer.Line("case " + handler.Exception!.Name + " error" + index + ":");
            writer.Indent();
            WriteCall(writer, calls, handler, index);
            writer.Outdent();
        }

        writer.Line("default:");
        writer.Indent();
        writer.Line("return new " + Names.ValueTask + "<bool>(false);");
        writer.Outdent();
        writer.Close();
        writer.Close();
        writer.Blank();
        if (handlers.Any(h => !IsSynchronous(h.Handler)))
        {
            writer.Open("private static async " + Names.ValueTask + "<bool> HandledAsync(" + Names.ValueTask + " handler)");
            writer.Line("await handler;");
            writer.Line("return true;");
            writer.Close();
            writer.Blank();
        }
    }

    private static void WriteCall(SourceWriter writer, HandlerCallEmitter calls, HandlerModel handler, int index)
    {
        if (IsSynchronous(handler))
        {
            writer.Line(calls.Invocation(index, "error" + index) + ";");
            writer.Line("return new " + Names.ValueTask + "<bool>(true);");
            return;
        }

        writer.Line("return HandledAsync(" + calls.Task(index, DispatcherEvent.Open, "error" + index) + ");");
    }

    private static bool IsSynchronous(HandlerModel handler) => handler is { Result.Shape: ResultShape.Void, IsCalledInPlace: true };
}
