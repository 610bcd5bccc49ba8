using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Model;

namespace Endpoints.Generator.Parsing;

/// <summary>Gives the problems that are found without symbols their place in the source.</summary>
internal static class PayloadProblems
{
    public static void Report(
        IProblemSink sink, EndpointModel endpoint, HandlerSource handler, PayloadProblem problem, CancellationToken cancellationToken)
    {
        var method = handler.Method;
        if (problem.Argument < 0)
        {
            sink.Report(
                DiagnosticDescriptors.PayloadNotSerializable,
                SourcePlaces.OfReturnType(method, cancellationToken),
                problem.Type!.ShortName,
                "written",
                Missing(endpoint, problem));
            return;
        }

        var parameter = method.Parameters[problem.Argument];
        var location = SourcePlaces.OfParameter(parameter, cancellationToken);
        switch (problem.Kind)
        {
            case PayloadProblemKind.NoContext:
                sink.Report(
                    DiagnosticDescriptors.PayloadNotSerializable, location, problem.Type!.ShortName, "read", Missing(endpoint, problem));
                break;
            case PayloadProblemKind.NotValidatable:
                sink.Report(DiagnosticDescriptors.PayloadNotValidatable, location, problem.Type!.ShortName, problem.Detail);
                break;
            case PayloadProblemKind.SeveralPayloads:
                var first = FirstPayload(handler, problem.Argument);
                sink.Report(DiagnosticDescriptors.SeveralMessageParameters, location, method.Name, first, parameter.Name);
                break;
            case PayloadProblemKind.TypedPayloadOnRawHandler:
                sink.Report(
                    DiagnosticDescriptors.WrongMessageParameter,
                    location,
                    parameter.Name,
                    handler.AttributeName,
                    method.Name,
                    "a typed payload is for [OnMessage]");
                break;
            case PayloadProblemKind.NotAService when handler.Model.Arguments[problem.Argument].Role == UndecidedRole.Value:
                sink.Report(
                    DiagnosticDescriptors.ParameterNotInTemplate, location, parameter.Name, method.Name, endpoint.Route.Text);
                break;
            default:
                sink.Report(
                    DiagnosticDescriptors.UnsupportedParameter,
                    location,
                    parameter.Name,
                    method.Name,
                    problem.Type!.ShortName,
                    ArgumentParser.LegalTypes(handler.Model.Kind));
                break;
        }
    }

    private static string Missing(EndpointModel endpoint, PayloadProblem problem)
    {
        var line = $"[JsonSerializable(typeof({problem.Type!.ShortName}))]";
        return endpoint.JsonContext is { } context
            ? $"add {line} to '{context.Name.Replace("global::", "")}'"
            : $"add {line} to a JsonSerializerContext of the project";
    }

    private static string FirstPayload(HandlerSource handler, int later)
    {
        for (var i = 0; i < handler.Method.Parameters.Length; i++)
        {
            var argument = handler.Model.Arguments[i];
            if (i != later && (argument.IsPayload || argument.Kind == ArgumentKind.Undecided))
            {
                return handler.Method.Parameters[i].Name;
            }
        }

        return handler.Method.Parameters[later].Name;
    }
}
