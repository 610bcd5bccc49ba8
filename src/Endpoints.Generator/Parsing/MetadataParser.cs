using Endpoints.Grammar;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>
/// Writes the class's attributes, inherited ones included, as <c>new</c> expressions: authorization, CORS, rate limiting and whatever
/// else reads endpoint metadata.
/// </summary>
internal static class MetadataParser
{
    private static readonly string[] Plumbing =
    [
        "System.Runtime",
        "System.Diagnostics",
        "System.ComponentModel",
        "System.Reflection",
        "Microsoft.CodeAnalysis",
    ];

    /// <param name="type">The class.</param>
    /// <param name="lose">Takes attributes that emitted code cannot create.</param>
    public static EquatableArray<string> Parse(INamedTypeSymbol type, Action<AttributeData> lose)
    {
        List<string> expressions = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var current = type; current is not null; current = current.BaseType)
        {
            var own = new HashSet<string>(StringComparer.Ordinal);
            foreach (var attribute in current.GetAttributes())
            {
                if (attribute.AttributeClass is not { } attributeClass
                    || !IsMetadata(attributeClass)
                    || !IsTaken(attributeClass, isInherited: !ReferenceEquals(current, type), seen))
                {
                    continue;
                }

                if (IsReachable(attributeClass, type.ContainingAssembly)
                    && attributeClass.TypeArguments.All(IsReachable)
                    && Write(attribute, attributeClass) is { } expression)
                {
                    own.Add(attributeClass.ToDisplayString());
                    expressions.Add(expression);
                }
                else
                {
                    lose(attribute);
                }
            }

            seen.UnionWith(own);
        }

        return new EquatableArray<string>(expressions);
    }

    private static bool IsMetadata(INamedTypeSymbol attributeClass)
    {
        if (attributeClass.TypeKind == TypeKind.Error)
        {
            return false;
        }

        // Of our own attributes only these have a meaning when the application runs.
        if (attributeClass.ContainingAssembly.Name == "Endpoints.Runtime")
        {
            return IsInterceptor(attributeClass) || KnownTypes.Is(attributeClass, "Endpoints", "OnlyUpgradesAttribute");
        }

        var @namespace = attributeClass.ContainingNamespace.ToDisplayString();
        return @namespace != "System"
            && !Plumbing.Any(p => @namespace == p || @namespace.StartsWith(p + ".", StringComparison.Ordinal))
            && KnownTypes.FindAttribute(attributeClass, "System.Diagnostics", "ConditionalAttribute") is null;
    }

    /// <summary>Whether an attribute puts something around the handshakes of its endpoint.</summary>
    public static bool IsInterceptor(INamedTypeSymbol? attributeClass) =>
        attributeClass is not null && KnownTypes.IsOrDerivesFrom(attributeClass, "Endpoints", "HandshakeInterceptorAttribute");

    // An attribute of a base class counts as reflection has it: where it is inherited, and not overridden by one of the same type.
    private static bool IsTaken(INamedTypeSymbol attributeClass, bool isInherited, HashSet<string> seen)
    {
        if (!isInherited)
        {
            return true;
        }

        AttributeData? usage = null;
        for (var current = attributeClass; current is not null && usage is null; current = current.BaseType)
        {
            usage = KnownTypes.FindAttribute(current, "System", "AttributeUsageAttribute");
        }

        var inherits = usage is null || KnownTypes.Argument(usage, "Inherited")?.Value is not false;
        var allowsMultiple = usage is not null && KnownTypes.Argument(usage, "AllowMultiple")?.Value is true;
        return inherits && (allowsMultiple || !seen.Contains(attributeClass.ToDisplayString()));
    }

    /// <summary>An attribute as a <c>new</c> expression; null where emitted code cannot reach something of it.</summary>
    public static string? Write(AttributeData attribute, INamedTypeSymbol attributeClass)
    {
        if (attribute.AttributeConstructor is not { } constructor
            || !IsReachable(constructor, constructor.ContainingAssembly)
            || !attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(a => a.Value)).All(AreTypesReachable))
        {
            return null;
        }

        var arguments = attribute.ConstructorArguments.Select(ConstantExpressions.Of).ToArray();
        var properties = attribute.NamedArguments.Select(a => (a.Key, Value: ConstantExpressions.Of(a.Value))).ToArray();
        if (arguments.Contains(null) || properties.Any(p => p.Value is null))
        {
            return null;
        }

        var name = attributeClass.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        var initializer = properties.Length == 0
            ? ""
            : " { " + string.Join(", ", properties.Select(p => p.Key + " = " + p.Value)) + " }";
        return "new " + name + "(" + string.Join(", ", arguments) + ")" + initializer;
    }

    private static bool AreTypesReachable(TypedConstant constant) => constant switch
    {
        { Kind: TypedConstantKind.Array, IsNull: false } => constant.Values.All(AreTypesReachable),
        { Kind: TypedConstantKind.Type, Value: ITypeSymbol type } => IsReachable(type),
        { Type: { } type } => IsReachable(type),
        _ => true,
    };

    private static bool IsReachable(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsReachable(array.ElementType),
        INamedTypeSymbol { ContainingAssembly: { } assembly } named =>
            IsReachable(named, assembly) && named.TypeArguments.All(a => a is ITypeParameterSymbol || IsReachable(a)),
        _ => true,
    };

    private static bool IsReachable(ISymbol symbol, IAssemblySymbol assembly)
    {
        for (var current = symbol; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            var isOwn = SymbolEqualityComparer.Default.Equals(current.ContainingAssembly, assembly);
            var isReachable = current.DeclaredAccessibility switch
            {
                Accessibility.Public => true,
                Accessibility.Internal or Accessibility.ProtectedOrInternal => isOwn,
                _ => false,
            };
            if (!isReachable || current is INamedTypeSymbol { IsFileLocal: true })
            {
                return false;
            }
        }

        return true;
    }
}
