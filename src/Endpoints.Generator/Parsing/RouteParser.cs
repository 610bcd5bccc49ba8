using Endpoints.Generator.Diagnostics;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>Reads the attribute's path and reports what the grammar finds wrong with it (WSE0010, WSE0014, WSE0018).</summary>
internal static class RouteParser
{
    public static RouteTemplate Parse(EndpointScope scope)
    {
        var arguments = scope.Attribute.ConstructorArguments;
        var template = RouteTemplateParser.Parse(arguments.Length == 1 && arguments[0].Kind == TypedConstantKind.Primitive
            ? arguments[0].Value as string
            : null);
        foreach (var problem in template.Problems)
        {
            Report(scope, template, problem);
        }

        return template;
    }

    private static void Report(EndpointScope scope, RouteTemplate template, RouteProblem problem)
    {
        var location = SourcePlaces.OfFirstArgument(
            scope.Attribute, template.Text, problem.Offset, problem.Length, scope.CancellationToken);
        switch (problem.Kind)
        {
            case RouteProblemKind.UnknownConstraint or RouteProblemKind.ConstraintArguments or RouteProblemKind.ContradictoryConstraints:
                var constraint = template.Text.Substring(problem.Offset, problem.Length);
                var parameter = template.Parameters.FirstOrDefault(
                    p => p.Offset <= problem.Offset && problem.Offset < p.Offset + p.Length);
                scope.Problems.Report(
                    DiagnosticDescriptors.UnsupportedConstraint, location, constraint, parameter?.Name ?? "", problem.Message);
                break;
            case RouteProblemKind.DuplicateParameter or RouteProblemKind.ComplexSegment or RouteProblemKind.CatchAllNotLast
                or RouteProblemKind.OptionalConflict or RouteProblemKind.TooManyParameters or RouteProblemKind.ParameterName:
                scope.Problems.Report(DiagnosticDescriptors.UnsupportedTemplate, location, template.Text, problem.Message);
                break;
            default:
                scope.Problems.Report(DiagnosticDescriptors.InvalidPath, location, template.Text, problem.Message);
                break;
        }
    }
}
