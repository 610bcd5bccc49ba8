using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Model;

namespace Endpoints.Generator.Parsing;

/// <summary>
/// Finds handlers that want the same event of the same sub-protocol (WSE0004), and useless error handlers (WSE0035). Which messages a
/// handler wants shows only when its payload is known: see <see cref="MessageConflicts"/>.
/// </summary>
internal static class HandlerConflicts
{
    public static void Report(EndpointScope scope, List<HandlerSource> handlers)
    {
        for (var later = 0; later < handlers.Count; later++)
        {
            ReportErrorHandler(scope, handlers[later]);
            for (var earlier = 0; earlier < later; earlier++)
            {
                if (handlers[later].Model.ProtocolIndex == handlers[earlier].Model.ProtocolIndex
                    && ReportPair(scope, handlers[earlier], handlers[later]))
                {
                    break;
                }
            }
        }
    }

    private static bool ReportPair(EndpointScope scope, HandlerSource earlier, HandlerSource later)
    {
        HandlerModel first = earlier.Model, second = later.Model;
        if (first.Kind != second.Kind || first.Kind is HandlerKind.Text or HandlerKind.Binary or HandlerKind.Message)
        {
            return false;
        }

        if (first.Kind == HandlerKind.Error)
        {
            return ReportSameException(scope, earlier, later);
        }

        ReportDuplicate(scope, earlier, later);
        return true;
    }

    private static bool ReportSameException(EndpointScope scope, HandlerSource earlier, HandlerSource later)
    {
        var type = ExceptionOf(later.Model);
        if (type is null || type != ExceptionOf(earlier.Model))
        {
            return false;
        }

        scope.Problems.Report(
            DiagnosticDescriptors.InvalidErrorHandler,
            SourcePlaces.OfIdentifier(later.Method),
            later.Method.Name,
            $"'{earlier.Method.Name}' takes '{type.ShortName}' already; remove one of them");
        return true;
    }

    private static void ReportErrorHandler(EndpointScope scope, HandlerSource handler)
    {
        if (handler.Model.Kind == HandlerKind.Error && ExceptionOf(handler.Model) is null)
        {
            scope.Problems.Report(
                DiagnosticDescriptors.InvalidErrorHandler,
                SourcePlaces.OfIdentifier(handler.Method),
                handler.Method.Name,
                "it needs exactly one parameter of type Exception or of a type derived from it");
        }
    }

    private static void ReportDuplicate(EndpointScope scope, HandlerSource earlier, HandlerSource later)
    {
        var what = later.Model.Kind switch
        {
            HandlerKind.Open => "the start of the session",
            HandlerKind.Ping => "pings",
            HandlerKind.Pong => "pongs",
            _ => "the end of the session",
        };
        if (later.Model.ProtocolIndex >= 0)
        {
            what += " of \"" + scope.Protocols[later.Model.ProtocolIndex] + "\"";
        }

        scope.Problems.Report(
            DiagnosticDescriptors.DuplicateHandler,
            SourcePlaces.OfIdentifier(later.Method),
            later.Method.Name,
            what,
            earlier.Method.Name);
    }

    private static TypeRef? ExceptionOf(HandlerModel handler)
    {
        var exceptions = handler.Arguments.Where(a => a.Kind == ArgumentKind.Exception).ToArray();
        return exceptions.Length == 1 ? exceptions[0].Type : null;
    }
}
