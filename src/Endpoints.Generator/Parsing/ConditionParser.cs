using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>Reads <c>[EndpointCondition]</c> (WSE0026, WSE0027).</summary>
internal static class ConditionParser
{
    public static ConditionModel? Parse(EndpointScope scope)
    {
        if (KnownTypes.FindAttribute(scope.Type, "Endpoints", "EndpointConditionAttribute") is not { } attribute)
        {
            return null;
        }

        var environments = ReadEnvironments(scope, attribute);
        var feature = ReadFeature(scope, attribute);
        var hasType = KnownTypes.Argument(attribute, "Condition") is { IsNull: false };
        var type = hasType ? ReadType(scope, attribute) : null;
        if (attribute.NamedArguments.IsEmpty || KnownTypes.Argument(attribute, "Condition") is { IsNull: true })
        {
            scope.Problems.Report(
                DiagnosticDescriptors.EmptyCondition,
                SourcePlaces.OfAttribute(attribute, scope.CancellationToken),
                "It names no environment, feature or condition; set one of them or remove the attribute");
        }

        return new ConditionModel(new EquatableArray<string>(environments), feature, type);
    }

    private static List<string> ReadEnvironments(EndpointScope scope, AttributeData attribute)
    {
        List<string> names = [];
        if (KnownTypes.Argument(attribute, "Environments") is not { } argument)
        {
            return names;
        }

        var isEmpty = argument.IsNull || argument.Kind != TypedConstantKind.Array || argument.Values.IsEmpty;
        if (!isEmpty)
        {
            names.AddRange(argument.Values.Select(v => v.Value as string ?? ""));
        }

        if (isEmpty || names.Any(string.IsNullOrWhiteSpace))
        {
            Report(scope, attribute, "Environments", isEmpty
                ? "Environments has no name, so no environment is left to serve it in; name one or remove it"
                : "A name in Environments is empty; write the environment's name, for example \"Development\"");
        }

        return names;
    }

    private static string? ReadFeature(EndpointScope scope, AttributeData attribute)
    {
        if (KnownTypes.Argument(attribute, "Feature") is not { } argument)
        {
            return null;
        }

        var key = argument.Value as string;
        if (key is null || key.Split(':').Any(string.IsNullOrWhiteSpace))
        {
            Report(
                scope,
                attribute,
                "Feature",
                "Feature has an empty name; write the configuration's key, for example \"FeatureManagement:NewChat\"");
        }

        return key;
    }

    private static TypeRef? ReadType(EndpointScope scope, AttributeData attribute)
    {
        if (KnownTypes.Argument(attribute, "Condition")?.Value is not ITypeSymbol type || type.TypeKind == TypeKind.Error)
        {
            return null;
        }

        if (FindObstacle(type, scope.Type) is { } obstacle)
        {
            scope.Problems.Report(
                DiagnosticDescriptors.InvalidConditionType,
                SourcePlaces.OfNamedArgument(attribute, "Condition", scope.CancellationToken),
                TypeNames.Short(type),
                obstacle);
            return null;
        }

        return TypeNames.Of(type);
    }

    private static string? FindObstacle(ITypeSymbol type, INamedTypeSymbol endpoint)
    {
        if (type is INamedTypeSymbol { IsUnboundGenericType: true })
        {
            return "cannot be created: it is generic";
        }

        if (!KnownTypes.Implements(type, "Endpoints", "IEndpointCondition"))
        {
            return "does not implement IEndpointCondition";
        }

        if (type is not INamedTypeSymbol named || type.IsAbstract || type.TypeKind is not (TypeKind.Class or TypeKind.Struct))
        {
            return "cannot be created: it is abstract";
        }

        for (var current = named; current is not null; current = current.ContainingType)
        {
            var isOwn = SymbolEqualityComparer.Default.Equals(current.ContainingAssembly, endpoint.ContainingAssembly);
            if (current.IsFileLocal || (isOwn ? !KnownTypes.IsVisible(current) : current.DeclaredAccessibility != Accessibility.Public))
            {
                return "cannot be reached by emitted code; make it internal or public";
            }
        }

        return type.TypeKind == TypeKind.Struct
            || named.InstanceConstructors.Any(c => c.Parameters.IsEmpty && c.DeclaredAccessibility == Accessibility.Public)
                ? null
                : "has no public constructor without parameters; take services from the method's argument";
    }

    private static void Report(EndpointScope scope, AttributeData attribute, string argument, string problem) => scope.Problems.Report(
        DiagnosticDescriptors.EmptyCondition, SourcePlaces.OfNamedArgument(attribute, argument, scope.CancellationToken), problem);
}
