using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.CodeFixes;

/// <summary>The name under which a handler's parameter looks into the route template.</summary>
internal static class RouteParameterName
{
    public static string? Of(ParameterSyntax parameter, SemanticModel model, CancellationToken cancellationToken)
    {
        var symbol = model.GetDeclaredSymbol(parameter, cancellationToken);
        var fromRoute = symbol?.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == "Endpoints.FromRouteAttribute");
        return fromRoute?.NamedArguments.FirstOrDefault(a => a.Key == "Name").Value.Value as string ?? symbol?.Name;
    }
}
