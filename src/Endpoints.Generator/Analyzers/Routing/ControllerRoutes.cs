using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Analyzers.Routing;

/// <summary>The GET routes of a controller, where its attributes spell them out and nothing else has a say in them.</summary>
internal static class ControllerRoutes
{
    private const string Mvc = "Microsoft.AspNetCore.Mvc";

    // Attributes that neither choose between actions nor change a route.
    private static readonly ImmutableHashSet<string> Harmless = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "AllowAnonymousAttribute", "ApiControllerAttribute", "AuthorizeAttribute", "HttpGetAttribute", "NullableAttribute",
        "NullableContextAttribute", "ProducesAttribute", "ProducesResponseTypeAttribute", "RouteAttribute");

    public static IEnumerable<(string Template, AttributeData Attribute)> Of(INamedTypeSymbol type)
    {
        if (type is not { TypeKind: TypeKind.Class, IsAbstract: false, DeclaredAccessibility: Accessibility.Public, Arity: 0, ContainingType: null }
            || !(Parsing.KnownTypes.Is(type.BaseType, Mvc, "ControllerBase") || Parsing.KnownTypes.Is(type.BaseType, Mvc, "Controller"))
            || !type.GetAttributes().All(IsHarmless))
        {
            yield break;
        }

        var prefixes = Named(type, "RouteAttribute").ToArray();
        if (prefixes.Length > 1 || (prefixes.Length == 1 && TemplateOf(prefixes[0]) is null))
        {
            yield break;
        }

        var prefix = prefixes.Length == 0 ? null : TemplateOf(prefixes[0]);
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            var gets = Named(method, "HttpGetAttribute").ToArray();
            if (method is { MethodKind: MethodKind.Ordinary, IsStatic: false, DeclaredAccessibility: Accessibility.Public }
                && gets.Length == 1
                && method.GetAttributes().All(IsHarmless)
                && !Named(method, "RouteAttribute").Any()
                && Combine(prefix, gets[0]) is { } template)
            {
                yield return (template, gets[0]);
            }
        }
    }

    private static IEnumerable<AttributeData> Named(ISymbol symbol, string name) =>
        symbol.GetAttributes().Where(a => Parsing.KnownTypes.Is(a.AttributeClass, Mvc, name));

    private static bool IsHarmless(AttributeData attribute) =>
        attribute.AttributeClass is { } type && Harmless.Contains(type.Name) && attribute.NamedArguments.All(a => a.Key != "Order");

    // Null where there is none, or one that only the running application can complete.
    private static string? TemplateOf(AttributeData attribute) =>
        attribute.ConstructorArguments.FirstOrDefault(a => a.Type?.SpecialType == SpecialType.System_String).Value is string template
            && template.IndexOf('[') < 0
            ? template
            : null;

    private static string? Combine(string? prefix, AttributeData get)
    {
        // [HttpGet] has a second constructor argument, the line, in newer frameworks.
        var own = get.AttributeConstructor?.Parameters.Any(p => p.Name == "template") == true ? TemplateOf(get) : "";
        if (own is null || (prefix is null && own.Length == 0))
        {
            return null;
        }

        var isAbsolute = own.StartsWith("/", StringComparison.Ordinal) || own.StartsWith("~/", StringComparison.Ordinal);
        return "/" + (isAbsolute || prefix is null ? own.TrimStart('~').Trim('/') : (prefix.TrimStart('~').Trim('/') + "/" + own).Trim('/'));
    }
}
