using System.Globalization;
using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Endpoints.Generator.Parsing;

/// <summary>Reads how the endpoint class is declared: whether it can be created, and from where its handlers can be reached.</summary>
internal static class EndpointTypeParser
{
    private const string GeneratedNamespace = "Endpoints.Generated";

    /// <summary>Whether emitted code can create and name the class (WSE0002).</summary>
    public static bool CheckType(EndpointScope scope)
    {
        if (FindObstacle(scope.Type) is not { } obstacle)
        {
            return true;
        }

        scope.Problems.Report(
            DiagnosticDescriptors.TypeNotInstantiable, SourcePlaces.OfIdentifier(scope.Type), TypeNames.Short(scope.Type), obstacle);
        return false;
    }

    /// <summary>
    /// A class of its own where everything is visible; otherwise, and always for a client's, inside the partial class itself (WSE0001 where it
    /// is not partial).
    /// </summary>
    public static DescriptorPlace? FindPlace(EndpointScope scope, List<HandlerSource> handlers, IMethodSymbol? constructor)
    {
        var hidden = FindHidden(scope, handlers, constructor);
        if (hidden is null && !scope.IsClient)
        {
            var name = TypeNames.Mangle(TypeNames.Full(scope.Type)) + "_Descriptor";
            return new DescriptorPlace(GeneratedNamespace, EquatableArray<ContainingTypeModel>.Empty, name);
        }

        List<ContainingTypeModel> containing = [];
        for (var type = scope.Type; type is not null; type = type.ContainingType)
        {
            containing.Insert(0, new ContainingTypeModel(KeywordOf(type), TypeNames.Simple(type)));
            if (!IsPartial(type, scope.CancellationToken))
            {
                scope.Problems.Report(
                    DiagnosticDescriptors.TypeNotPartial,
                    SourcePlaces.OfIdentifier(type),
                    TypeNames.Short(type),
                    scope.IsClient ? "" : $", or make {hidden} internal");
                return null;
            }
        }

        var className = "GeneratedEndpoint";
        while (!scope.Type.GetMembers(className).IsEmpty)
        {
            className += "_";
        }

        return new DescriptorPlace(TypeNames.Namespace(scope.Type), new EquatableArray<ContainingTypeModel>(containing), className);
    }

    public static DisposalKind DisposalOf(INamedTypeSymbol type) =>
        KnownTypes.Implements(type, "System", "IAsyncDisposable") ? DisposalKind.AsyncDisposable
        : KnownTypes.Implements(type, "System", "IDisposable") ? DisposalKind.Disposable
        : DisposalKind.None;

    /// <summary>The emitted file's name. Such names are compared in any case, so classes that differ only in case get a number.</summary>
    public static string HintName(INamedTypeSymbol type, string fullName)
    {
        for (ISymbol symbol = type; symbol is not INamespaceSymbol { IsGlobalNamespace: true }; symbol = symbol.ContainingSymbol)
        {
            var siblings = symbol.ContainingSymbol is INamespaceOrTypeSymbol container ? container.GetMembers() : [];
            if (siblings.Any(s => s is INamespaceOrTypeSymbol && s.Name != symbol.Name
                && string.Equals(s.Name, symbol.Name, StringComparison.OrdinalIgnoreCase)))
            {
                return fullName + "-" + Hash(fullName).ToString("x8", CultureInfo.InvariantCulture) + EndpointModel.HintSuffix;
            }
        }

        return fullName + EndpointModel.HintSuffix;
    }

    // What emitted code outside the class could not reach, for the message.
    private static string? FindHidden(EndpointScope scope, List<HandlerSource> handlers, IMethodSymbol? constructor)
    {
        if (handlers.Find(h => !KnownTypes.IsVisible(h.Method)) is { } handler)
        {
            return "handler '" + handler.Method.Name + "'";
        }

        if (constructor is not null && !KnownTypes.IsVisible(constructor))
        {
            return "its constructor";
        }

        if (scope.HiddenFilter is { } filter)
        {
            return "its filter '" + filter + "'";
        }

        foreach (var codec in CodecParser.AttributesOf(scope.Type).Select(a => a.ConstructorArguments.FirstOrDefault().Value as INamedTypeSymbol))
        {
            for (var type = codec; type is not null; type = type.ContainingType)
            {
                if (!KnownTypes.IsVisible(type))
                {
                    return "its codec '" + type.Name + "'";
                }
            }
        }

        var context = KnownTypes.Argument(scope.Attribute, "JsonContext")?.Value as INamedTypeSymbol;
        for (var type = context; type is not null; type = type.ContainingType)
        {
            if (!KnownTypes.IsVisible(type))
            {
                return "its JSON context '" + type.Name + "'";
            }
        }

        return null;
    }

    private static string? FindObstacle(INamedTypeSymbol type)
    {
        if (HasRequiredMembers(type)
            && ConstructorParser.Find(type) is { } constructor
            && KnownTypes.FindAttribute(constructor, "System.Diagnostics.CodeAnalysis", "SetsRequiredMembersAttribute") is null)
        {
            return "a class with required members, which its constructor does not set";
        }

        if (type.IsStatic || type.IsAbstract)
        {
            return type.IsStatic ? "static" : "abstract";
        }

        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.Arity > 0)
            {
                return "generic";
            }

            if (current.IsFileLocal)
            {
                return "file-local";
            }

            if (!KnownTypes.IsVisible(current))
            {
                return current.DeclaredAccessibility == Accessibility.Private ? "private" : "protected";
            }
        }

        return null;
    }

    public static bool HasRequiredMembers(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers().Any(m => m is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }))
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        type.DeclaringSyntaxReferences.All(
            r => r.GetSyntax(cancellationToken) is TypeDeclarationSyntax syntax && syntax.Modifiers.Any(SyntaxKind.PartialKeyword));

    public static string KeywordOf(INamedTypeSymbol type) => (type.TypeKind, type.IsRecord) switch
    {
        (TypeKind.Struct, true) => "record struct",
        (TypeKind.Struct, false) => "struct",
        (TypeKind.Interface, _) => "interface",
        (_, true) => "record",
        _ => "class",
    };

    // FNV-1a: the hash of string differs from process to process.
    private static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
        {
            hash = unchecked((hash ^ c) * 16777619u);
        }

        return hash;
    }
}
