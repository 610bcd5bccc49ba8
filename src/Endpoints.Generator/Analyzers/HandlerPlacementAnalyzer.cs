using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Endpoints.Generator.Analyzers;

/// <summary>Handler attributes where nothing reads them: outside an endpoint (WSE0005) and on a base class of one (WSE0007).</summary>
/// <remarks>
/// A method is reported once: on an abstract class, which may be meant as a base, only by WSE0007 at the endpoint that derives from it.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlerPlacementAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property with the attributes that the method lacks, one a line, as they are written between brackets; absent where there is no method.</summary>
    internal const string MissingAttributes = "MissingAttributes";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [DiagnosticDescriptors.HandlerOutsideEndpoint, DiagnosticDescriptors.InheritedHandlerNotRun];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (ContractSymbols.Find(start.Compilation) is { } contracts)
            {
                start.RegisterSymbolAction(symbol => AnalyzeMethod(symbol, contracts), SymbolKind.Method);
                start.RegisterSymbolAction(symbol => AnalyzeType(symbol, contracts), SymbolKind.NamedType);
            }
        });
    }

    private static void AnalyzeMethod(SymbolAnalysisContext context, ContractSymbols contracts)
    {
        // A partial method is analyzed as definition and as implementation, and both have the attributes of both.
        var method = (IMethodSymbol)context.Symbol;
        if (method.PartialDefinitionPart is not null || !IsOutsideEndpoint(method, contracts))
        {
            return;
        }

        foreach (var attribute in method.GetAttributes().Where(contracts.IsHandlerAttribute))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                DiagnosticDescriptors.HandlerOutsideEndpoint,
                new AttributeArguments(attribute, context.CancellationToken).Location,
                NameOf(attribute),
                method.Name,
                method.ContainingType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));
        }
    }

    private static void AnalyzeType(SymbolAnalysisContext context, ContractSymbols contracts)
    {
        var endpoint = (INamedTypeSymbol)context.Symbol;
        if (!contracts.HasHandlers(endpoint))
        {
            return;
        }

        List<IMethodSymbol> nearer = [];
        for (var baseType = endpoint.BaseType; baseType is not null; baseType = baseType.BaseType)
        {
            foreach (var inherited in baseType.GetMembers().OfType<IMethodSymbol>().Where(contracts.IsHandler))
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                if (!nearer.Any(m => m.Name == inherited.Name && Replaces(m, inherited)))
                {
                    nearer.Add(inherited);
                    AnalyzeInherited(context, contracts, endpoint, inherited);
                }
            }
        }
    }

    private static void AnalyzeInherited(
        SymbolAnalysisContext context, ContractSymbols contracts, INamedTypeSymbol endpoint, IMethodSymbol inherited)
    {
        // WSE0005 speaks of the method where it is declared.
        if (IsOutsideEndpoint(inherited, contracts) && inherited.Locations.Any(l => l.IsInSource))
        {
            return;
        }

        var replacement = endpoint.GetMembers(inherited.Name).OfType<IMethodSymbol>().FirstOrDefault(m => Replaces(m, inherited));
        if (replacement is not null && contracts.IsHandler(replacement))
        {
            return;
        }

        var attribute = NameOf(inherited.GetAttributes().First(contracts.IsHandlerAttribute));
        var advice = (replacement, CanOverride(inherited)) switch
        {
            ({ } own, _) => $"add [{attribute}] to '{endpoint.Name}.{own.Name}'",
            (null, true) => $"override it in '{endpoint.Name}' with [{attribute}]",
            (null, false) => $"declare an [{attribute}] handler in '{endpoint.Name}' that calls it",
        };
        context.ReportDiagnostic(Diagnostic.Create(
            DiagnosticDescriptors.InheritedHandlerNotRun,
            LocationIn(replacement ?? (ISymbol)endpoint, context.CancellationToken),
            replacement is null ? null : ImmutableDictionary<string, string?>.Empty.Add(MissingAttributes, TextOf(inherited, contracts)),
            inherited.Name,
            inherited.ContainingType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
            endpoint.Name,
            advice));
    }

    private static bool IsOutsideEndpoint(IMethodSymbol method, ContractSymbols contracts) =>
        method.ContainingType is { } type
        && !contracts.HasHandlers(type)
        && !(type is { TypeKind: TypeKind.Class, IsAbstract: true, IsStatic: false });

    private static bool Replaces(IMethodSymbol method, IMethodSymbol inherited)
    {
        for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(overridden.OriginalDefinition, inherited.OriginalDefinition))
            {
                return true;
            }
        }

        // Hidden by a method of the same signature.
        return method.Parameters.Length == inherited.Parameters.Length
            && method.Parameters.Select(p => p.Type)
                .SequenceEqual(inherited.Parameters.Select(p => p.Type), SymbolEqualityComparer.Default);
    }

    private static bool CanOverride(IMethodSymbol method) =>
        (method.IsVirtual || method.IsAbstract || method.IsOverride) && !method.IsSealed;

    private static Location LocationIn(ISymbol symbol, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return symbol.Locations.FirstOrDefault(l => l.IsInSource) ?? Location.None;
    }

    // Attributes with arrays as arguments are left to the user: null.
    private static string? TextOf(IMethodSymbol inherited, ContractSymbols contracts)
    {
        var attributes = inherited.GetAttributes().Where(contracts.IsHandlerAttribute).ToArray();
        if (attributes.Any(a => a.ConstructorArguments.Concat(a.NamedArguments.Select(n => n.Value)).Any(v => v.Kind == TypedConstantKind.Array)))
        {
            return null;
        }

        return string.Join("\n", attributes.Select(a =>
        {
            var arguments = a.ConstructorArguments.Select(v => v.ToCSharpString())
                .Concat(a.NamedArguments.Select(n => n.Key + " = " + n.Value.ToCSharpString()));
            var text = string.Join(", ", arguments);
            return text.Length == 0 ? NameOf(a) : NameOf(a) + "(" + text + ")";
        }));
    }

    private static string NameOf(AttributeData attribute)
    {
        const string Suffix = "Attribute";
        var name = attribute.AttributeClass!.Name;
        return name.EndsWith(Suffix, System.StringComparison.Ordinal) ? name.Substring(0, name.Length - Suffix.Length) : name;
    }
}
