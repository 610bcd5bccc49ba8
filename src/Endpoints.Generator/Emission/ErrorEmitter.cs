using Endpoints.Generator.Model;

namespace Endpoints.Generator.Emission;

/// <summary>Writes <c>ErrorAsync</c>: the handler of the most derived exception type that fits.</summary>
internal static class ErrorEmitter
{
    public static void Write(SourceWriter writer, EndpointModel endpoint, HandlerCallEmitter calls)
    {
        // At one type, the handlers bound to a sub-protocol come before the one bound to none.
        var handlers = endpoint.Handlers
            .Select((Handler, Index) => (Handler, Index))
            .Where(h => h.Handler.Kind == HandlerKind.Error)
            .OrderByDescending(h => h.Handler.ExceptionDepth)
            .ThenBy(h => ExceptionOf(h.Handler).Name, StringComparer.Ordinal)
            .ThenByDescending(h => h.Handler.ProtocolIndex)
            .ToArray();
        if (handlers.Length == 0)
        {
            return;
        }

        writer.Open(
            "public override " + Names.ValueTask + "<bool> ErrorAsync(" + Names.Session + " session, global::System.Exception error)");
        writer.Open("switch (error)");
        foreach (var (handler, index) in handlers)
        {
            var condition = handler.ProtocolIndex < 0 ? "" : " when _protocol == " + handler.ProtocolIndex;
            writer.Line("case " + ExceptionOf(handler).Name + " error" + index + condition + ":");
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
            writer.Line("await handler.ConfigureAwait(false);");
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

    private static TypeRef ExceptionOf(HandlerModel handler) => handler.Arguments.First(a => a.Kind == ArgumentKind.Exception).Type;
}
