using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Model;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>Reads the endpoint's <c>[UseCodec]</c> attributes (WSE0044, WSE0046).</summary>
internal static class CodecParser
{
    public const string Codec = "IWebSocketCodec";
    public const string TextCodec = "IWebSocketTextCodec";

    public static IEnumerable<AttributeData> AttributesOf(INamedTypeSymbol type) =>
        type.GetAttributes().Where(a => KnownTypes.Is(a.AttributeClass, "Endpoints", "UseCodecAttribute"));

    /// <summary>Those that name a codec, and the codec.</summary>
    public static IEnumerable<(AttributeData Attribute, INamedTypeSymbol Codec)> UsesOf(INamedTypeSymbol type)
    {
        foreach (var attribute in AttributesOf(type))
        {
            if (attribute.ConstructorArguments is { Length: 1 } arguments
                && arguments[0].Value is INamedTypeSymbol { TypeKind: not TypeKind.Error } codec)
            {
                yield return (attribute, codec);
            }
        }
    }

    /// <summary>Fills the scope's codecs and gives what the model keeps of them.</summary>
    public static List<CodecUseModel> Parse(EndpointScope scope)
    {
        List<CodecUseModel> uses = [];
        foreach (var (attribute, type) in UsesOf(scope.Type))
        {
            var isOpen = type.IsUnboundGenericType;
            var codec = isOpen ? type.OriginalDefinition : type;
            if (FindFault(codec, isOpen) is { } fault)
            {
                scope.Problems.Report(
                    DiagnosticDescriptors.UnfitCodec,
                    SourcePlaces.OfFirstArgument(attribute, "", 0, 0, scope.CancellationToken),
                    TypeNames.Short(codec),
                    fault);
                continue;
            }

            CheckConstructor(scope, codec, attribute);
            scope.AddCodec(new CodecSource(scope, codec, uses.Count, isOpen));
            uses.Add(new CodecUseModel(ReadProtocol(scope, codec, attribute), TypeNames.Short(codec)));
        }

        return uses;
    }

    /// <summary>Whether a type may stand for a type parameter; for one that is not complete, whatever interfaces that asks for.</summary>
    public static bool Admits(ITypeParameterSymbol parameter, ITypeSymbol type, bool isComplete)
    {
        if ((parameter.HasReferenceTypeConstraint && !type.IsReferenceType)
            || (parameter.HasValueTypeConstraint && (!type.IsValueType || KnownTypes.WithoutNullable(type).Name != type.Name))
            || (parameter.HasUnmanagedTypeConstraint && !type.IsUnmanagedType)
            || (parameter.HasConstructorConstraint && !HasPlainConstructor(type)))
        {
            return false;
        }

        return parameter.ConstraintTypes.All(constraint =>
            (!isComplete && constraint.TypeKind == TypeKind.Interface) || Converts(type, Substitute(constraint, parameter, type)));
    }

    private static string? FindFault(INamedTypeSymbol codec, bool isOpen)
    {
        if (codec.TypeKind != TypeKind.Class || codec.IsAbstract || codec.IsStatic)
        {
            return "make it a class that can be created";
        }

        if (isOpen && (codec.Arity != 1 || codec.ContainingType is { IsGenericType: true }))
        {
            return "a generic codec has one type parameter, the payload's type";
        }

        for (var type = codec; type is not null; type = type.ContainingType)
        {
            if (type.IsFileLocal)
            {
                return "it is file-local, and generated code cannot reach it";
            }
        }

        return codec.AllInterfaces.Any(i => i.Arity == 1 && KnownTypes.Is(i.OriginalDefinition, "Endpoints", Codec))
            ? null
            : "it implements no IWebSocketCodec<T>";
    }

    private static void CheckConstructor(EndpointScope scope, INamedTypeSymbol codec, AttributeData attribute)
    {
        var constructor = ConstructorParser.Find(codec);
        var problems = new ProblemReporter(null);
        ConstructorParser.Parse(problems, scope, constructor, isSingleton: true);
        if (problems.HasErrors || constructor is null || !KnownTypes.IsVisible(constructor))
        {
            scope.Problems.Report(
                DiagnosticDescriptors.UnfitCodec,
                SourcePlaces.OfFirstArgument(attribute, "", 0, 0, scope.CancellationToken),
                TypeNames.Short(codec),
                "give it a public constructor without parameters, or with services only");
        }
    }

    private static int ReadProtocol(EndpointScope scope, INamedTypeSymbol codec, AttributeData attribute)
    {
        if (KnownTypes.Argument(attribute, "Protocol")?.Value is not string protocol)
        {
            return -1;
        }

        for (var i = 0; i < scope.Protocols.Count; i++)
        {
            if (scope.Protocols[i] == protocol)
            {
                return i;
            }
        }

        scope.Problems.Report(
            DiagnosticDescriptors.CodecProtocolNotOffered,
            SourcePlaces.OfNamedArgument(attribute, "Protocol", scope.CancellationToken),
            TypeNames.Short(codec),
            protocol,
            TypeNames.Short(scope.Type),
            scope.Protocols.Count == 0 ? "(none)" : string.Join(", ", scope.Protocols));
        return -1;
    }

    private static bool HasPlainConstructor(ITypeSymbol type) =>
        type.IsValueType
        || type is INamedTypeSymbol { IsAbstract: false } named
            && named.InstanceConstructors.Any(c => c.Parameters.IsEmpty && c.DeclaredAccessibility == Accessibility.Public);

    private static bool Converts(ITypeSymbol type, ITypeSymbol target)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, target))
            {
                return true;
            }
        }

        return type.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i, target));
    }

    private static ITypeSymbol Substitute(ITypeSymbol constraint, ITypeParameterSymbol parameter, ITypeSymbol type)
    {
        if (SymbolEqualityComparer.Default.Equals(constraint, parameter))
        {
            return type;
        }

        return constraint is INamedTypeSymbol { IsGenericType: true } generic
            ? generic.OriginalDefinition.Construct([.. generic.TypeArguments.Select(a => Substitute(a, parameter, type))])
            : constraint;
    }
}
