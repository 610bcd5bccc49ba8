using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Endpoints.Generator.Analyzers;

/// <summary>Payloads of typed handlers that a context lists and that still cannot be read from JSON (WSE0041).</summary>
/// <remarks>
/// Only interfaces and abstract classes of the project's own source, and delegates and pointers, are certain never to be read. Whoever has a
/// converter, for a type, a property or a whole context, is taken to know how it is read; codecs are not looked at.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnreadablePayloadAnalyzer : DiagnosticAnalyzer
{
    private const string Json = "System.Text.Json.Serialization";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.PayloadNotReadable];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (ContractSymbols.Find(start.Compilation) is not { } contracts)
            {
                return;
            }

            // Looked for once, where a handler asks first; not cancelled with that one, for the others wait for it.
            var compilation = start.Compilation;
            var listed = new Lazy<HashSet<string>>(() => ListedTypes(compilation));
            start.RegisterSymbolAction(symbol => Analyze(symbol, contracts, listed), SymbolKind.Method);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, ContractSymbols contracts, Lazy<HashSet<string>> listed)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method.PartialDefinitionPart is not null
            || KnownTypes.FindAttribute(method, "Endpoints", "OnMessageAttribute") is null
            || !contracts.HasHandlers(method.ContainingType)
            || method.ContainingType.GetAttributes().Any(a => KnownTypes.Is(a.AttributeClass, "Endpoints", "UseCodecAttribute")))
        {
            return;
        }

        foreach (var parameter in method.Parameters)
        {
            var type = KnownTypes.ArgumentOf(parameter.Type, "System.Collections.Generic", "IAsyncEnumerable") ?? parameter.Type;
            if (IsOwn(type)
                && FindObstacle(type, new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default), context.CancellationToken) is { } obstacle
                && listed.Value.Contains(TypeNames.Of(type).Name))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    DiagnosticDescriptors.PayloadNotReadable,
                    SourcePlaces.OfParameter(parameter, context.CancellationToken),
                    TypeNames.Short(type),
                    method.Name,
                    obstacle));
            }
        }
    }

    // Nothing where a context has converters, which may be for any type.
    private static HashSet<string> ListedTypes(Compilation compilation)
    {
        var listed = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<INamespaceOrTypeSymbol>([compilation.Assembly.GlobalNamespace]);
        while (pending.Count > 0)
        {
            foreach (var member in pending.Pop().GetMembers().OfType<INamespaceOrTypeSymbol>())
            {
                pending.Push(member);
                if (member is INamedTypeSymbol type && JsonContextParser.Parse(type) is { } context)
                {
                    if (KnownTypes.FindAttribute(type, Json, "JsonSourceGenerationOptionsAttribute") is { } options
                        && KnownTypes.Argument(options, "Converters") is not null)
                    {
                        return [];
                    }

                    listed.UnionWith(context.Types);
                }
            }
        }

        return listed;
    }

    // The rest of a sentence whose subject is the payload.
    private static string? FindObstacle(ITypeSymbol type, HashSet<ITypeSymbol> seen, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!seen.Add(type) || IsReadOtherwise(type))
        {
            return null;
        }

        if (type.IsAbstract)
        {
            return Describe(type);
        }

        for (var current = type; current is not null && IsOwn(current); current = current.BaseType)
        {
            foreach (var property in current.GetMembers().OfType<IPropertySymbol>().Where(p => IsRead(p, type)))
            {
                if (FindObstacle(property, seen, cancellationToken) is { } obstacle)
                {
                    return obstacle;
                }
            }
        }

        return null;
    }

    private static string? FindObstacle(IPropertySymbol property, HashSet<ITypeSymbol> seen, CancellationToken cancellationToken)
    {
        var value = ElementOf(property.Type);
        if (value.TypeKind is TypeKind.Delegate or TypeKind.Pointer or TypeKind.FunctionPointer || (IsOwn(value) && value.IsAbstract && !IsReadOtherwise(value)))
        {
            return $"has '{TypeNames.Short(property.ContainingType)}.{property.Name}', which {Describe(value)}";
        }

        return IsOwn(value) ? FindObstacle(value, seen, cancellationToken) : null;
    }

    private static bool IsReadOtherwise(ITypeSymbol type) =>
        KnownTypes.FindAttribute(type, Json, "JsonConverterAttribute") is not null
        || KnownTypes.IsPolymorphicContract(type)
        || KnownTypes.Implements(type, "System.Collections", "IEnumerable");

    // What can be set, by itself or through a constructor, and has nothing to say about how.
    private static bool IsRead(IPropertySymbol property, ITypeSymbol type) =>
        property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public }
        && KnownTypes.FindAttribute(property, Json, "JsonIgnoreAttribute") is null
        && !property.GetAttributes().Any(a => a.AttributeClass is { } c && KnownTypes.IsOrDerivesFrom(c, Json, "JsonConverterAttribute"))
        && (property.SetMethod is { DeclaredAccessibility: Accessibility.Public }
            || ((INamedTypeSymbol)type).InstanceConstructors.Any(c => c.Parameters.Any(
                p => string.Equals(p.Name, property.Name, StringComparison.OrdinalIgnoreCase))));

    // Of lists, arrays and dictionaries what is in them.
    private static ITypeSymbol ElementOf(ITypeSymbol type) => KnownTypes.WithoutNullable(type) switch
    {
        IArrayTypeSymbol array => ElementOf(array.ElementType),
        INamedTypeSymbol { TypeArguments: { IsEmpty: false } arguments } named
            when named.ContainingNamespace.ToDisplayString().StartsWith("System.Collections", StringComparison.Ordinal) =>
            ElementOf(arguments[arguments.Length - 1]),
        var single => single.WithNullableAnnotation(NullableAnnotation.None),
    };

    private static string Describe(ITypeSymbol type) => type.TypeKind switch
    {
        TypeKind.Interface => $"is the interface '{TypeNames.Short(type)}', of which JSON makes no instance",
        TypeKind.Class => $"is the abstract class '{TypeNames.Short(type)}', of which JSON makes no instance",
        _ => $"is '{TypeNames.Short(type)}', which has no form in JSON",
    };

    private static bool IsOwn(ITypeSymbol type) =>
        type.TypeKind is TypeKind.Class or TypeKind.Struct or TypeKind.Interface && type.Locations.Any(l => l.IsInSource);
}
