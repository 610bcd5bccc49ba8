using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Endpoints.Generator.Analyzers.Routing;

/// <summary>
/// What a project maps on which application, as far as it is certain: calls on one and the same variable of the type
/// <c>WebApplication</c>, which no group gives a prefix, that stand in no condition and are followed by nothing that changes the route.
/// Safe to use from any thread.
/// </summary>
internal sealed class HttpMappings
{
    private static readonly ImmutableHashSet<string> HarmlessConventions = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "AllowAnonymous", "CacheOutput", "DisableAntiforgery", "ExcludeFromDescription", "Produces", "RequireAuthorization", "RequireCors",
        "RequireRateLimiting", "WithDescription", "WithDisplayName", "WithName", "WithOpenApi", "WithSummary", "WithTags");

    private readonly object _gate = new();
    private readonly HashSet<ISymbol> _endpoints = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _controllers = new(SymbolEqualityComparer.Default);
    private readonly List<(ISymbol Application, string Template, Location Location)> _pages = [];

    /// <summary>Whether controllers are mapped where the endpoints are.</summary>
    public bool HasControllers
    {
        get
        {
            lock (_gate)
            {
                return _controllers.Overlaps(_endpoints);
            }
        }
    }

    /// <summary>The <c>MapGet</c> calls on an application that the endpoints are mapped on, too.</summary>
    public IReadOnlyList<(string Template, Location Location)> Pages
    {
        get
        {
            lock (_gate)
            {
                return [.. _pages.Where(p => _endpoints.Contains(p.Application)).Select(p => (p.Template, p.Location))];
            }
        }
    }

    public void Add(IInvocationOperation call)
    {
        var (type, name) = (call.TargetMethod.ContainingType?.Name, call.TargetMethod.Name);
        var isMapping = (type, name) is ("WebSocketEndpointRouteBuilderExtensions", "MapWebSocketEndpoints")
            or ("ControllerEndpointRouteBuilderExtensions", "MapControllers")
            or ("EndpointRouteBuilderExtensions", "MapGet");
        if (!isMapping || ApplicationOf(call) is not { } application || !IsUnconditional(call.Syntax))
        {
            return;
        }

        lock (_gate)
        {
            switch (name)
            {
                case "MapWebSocketEndpoints":
                    _endpoints.Add(application);
                    break;
                case "MapControllers":
                    _controllers.Add(application);
                    break;
                case "MapGet" when call.Arguments.FirstOrDefault(a => a.Parameter?.Name == "pattern")?.Value is { ConstantValue: { HasValue: true, Value: string template } } pattern:
                    _pages.Add((application, template, pattern.Syntax.GetLocation()));
                    break;
                default:
                    break;
            }
        }
    }

    // The variable that holds it.
    private static ISymbol? ApplicationOf(IInvocationOperation call)
    {
        var receiver = call.Instance ?? call.Arguments.FirstOrDefault()?.Value;
        while (receiver is IConversionOperation { IsImplicit: true } conversion)
        {
            receiver = conversion.Operand;
        }

        return receiver is { Type: { Name: "WebApplication" } type } && type.ContainingNamespace.ToDisplayString() == "Microsoft.AspNetCore.Builder"
            ? receiver switch
            {
                ILocalReferenceOperation local => local.Local,
                IParameterReferenceOperation parameter => parameter.Parameter,
                _ => null,
            }
            : null;
    }

    private static bool IsUnconditional(SyntaxNode call)
    {
        var node = call;
        while (node.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } access)
        {
            if (!HarmlessConventions.Contains(access.Name.Identifier.ValueText))
            {
                return false;
            }

            node = next;
        }

        if (node.Parent is not ExpressionStatementSyntax)
        {
            return false;
        }

        var parent = node.Parent.Parent;
        while (parent is BlockSyntax or GlobalStatementSyntax)
        {
            parent = parent.Parent;
        }

        return parent is CompilationUnitSyntax or BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax;
    }
}
