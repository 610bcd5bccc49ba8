using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>
/// Reads <c>[Authorize]</c> and its like on handlers. Those on the class are endpoint metadata. What emitted code cannot create is an error
/// in both places (WSE0067): nothing may be open because a demand was lost.
/// </summary>
internal static class AuthorizationParser
{
    private const string Namespace = "Microsoft.AspNetCore.Authorization";
    private const string OutOfReach = "emitted code cannot reach its constructor or its arguments; make them visible to the assembly";

    /// <summary>The handler's demands as <c>new</c> expressions; none where it is open to anybody.</summary>
    public static EquatableArray<string> Parse(EndpointScope scope, IMethodSymbol method, HandlerKind kind)
    {
        List<string> expressions = [];
        foreach (var attribute in AttributesOf(method))
        {
            if (!IsDemand(attribute.AttributeClass))
            {
                continue;
            }

            if (kind is HandlerKind.Ping or HandlerKind.Pong or HandlerKind.Close or HandlerKind.Error)
            {
                Report(
                    scope,
                    method,
                    attribute,
                    $"nobody can be kept from an [{HandlerSource.NameOf(kind)}] handler; put it on the class or on what receives messages");
            }
            else if (MetadataParser.Write(attribute, attribute.AttributeClass!) is { } expression)
            {
                expressions.Add(expression);
            }
            else
            {
                Report(scope, method, attribute, OutOfReach);
            }
        }

        // As in ASP.NET Core, [AllowAnonymous] wins (WSE0063).
        return AttributesOf(method).Any(a => AllowsAnybody(a.AttributeClass))
            ? EquatableArray<string>.Empty
            : new EquatableArray<string>(expressions);
    }

    /// <summary>Reports demands on methods that are no handlers: nothing would check them. An action of a controller has its own check.</summary>
    public static void CheckPlacement(EndpointScope scope, IEnumerable<HandlerSource> handlers)
    {
        if (KnownTypes.IsOrDerivesFrom(scope.Type, "Microsoft.AspNetCore.Mvc", "ControllerBase"))
        {
            return;
        }

        foreach (var method in scope.Type.GetMembers().OfType<IMethodSymbol>())
        {
            if (method.GetAttributes().FirstOrDefault(a => IsDemand(a.AttributeClass)) is { } attribute
                && !handlers.Any(h => SymbolEqualityComparer.Default.Equals(h.Method, method)))
            {
                Report(scope, method, attribute, "it is no handler, so that nothing would check it; put it on a handler or on the class");
            }
        }
    }

    /// <summary>Reports an attribute of the class or of a base that demands something, and that emitted code cannot create.</summary>
    public static void ReportLost(EndpointScope scope, AttributeData attribute)
    {
        // An interceptor may be what keeps strangers out.
        if (IsDemand(attribute.AttributeClass) || MetadataParser.IsInterceptor(attribute.AttributeClass))
        {
            Report(scope, scope.Type, attribute, OutOfReach);
        }
    }

    /// <summary>Whether the attributes of a class and its bases demand something of the user.</summary>
    public static bool DemandsUser(INamedTypeSymbol type)
    {
        var demands = false;
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var attribute in current.GetAttributes())
            {
                if (AllowsAnybody(attribute.AttributeClass))
                {
                    return false;
                }

                demands |= IsDemand(attribute.AttributeClass);
            }
        }

        return demands;
    }

    /// <summary>Whether an attribute demands something of the user, as ASP.NET Core understands it.</summary>
    public static bool IsDemand(INamedTypeSymbol? attribute) =>
        attribute is not null
        && (KnownTypes.Implements(attribute, Namespace, "IAuthorizeData")
            || KnownTypes.Implements(attribute, Namespace, "IAuthorizationRequirementData"));

    /// <summary>Whether an attribute lifts all demands.</summary>
    public static bool AllowsAnybody(INamedTypeSymbol? attribute) =>
        attribute is not null && KnownTypes.Implements(attribute, Namespace, "IAllowAnonymous");

    // Those of a method that it overrides count, too: what was forbidden stays so.
    private static IEnumerable<AttributeData> AttributesOf(IMethodSymbol method)
    {
        for (var current = method; current is not null; current = current.OverriddenMethod)
        {
            foreach (var attribute in current.GetAttributes())
            {
                yield return attribute;
            }
        }
    }

    private static void Report(EndpointScope scope, ISymbol owner, AttributeData attribute, string reason)
    {
        var name = attribute.AttributeClass!.Name;
        scope.Problems.Report(
            DiagnosticDescriptors.AuthorizationNotChecked,
            attribute.ApplicationSyntaxReference is null
                ? SourcePlaces.OfIdentifier(owner)
                : SourcePlaces.OfAttribute(attribute, scope.CancellationToken),
            name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name,
            owner.Name,
            reason);
    }
}
