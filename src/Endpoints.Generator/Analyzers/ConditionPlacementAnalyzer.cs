using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Endpoints.Generator.Analyzers;

/// <summary>A condition on a class that is no endpoint guards nothing (WSE0028).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConditionPlacementAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.ConditionOutsideEndpoint];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (ContractSymbols.Find(start.Compilation) is { } contracts)
            {
                start.RegisterSymbolAction(symbol => Analyze(symbol, contracts), SymbolKind.NamedType);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, ContractSymbols contracts)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (KnownTypes.FindAttribute(type, "Endpoints", "EndpointConditionAttribute") is { } attribute && !contracts.IsEndpoint(type))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                DiagnosticDescriptors.ConditionOutsideEndpoint, SourcePlaces.OfAttribute(attribute, context.CancellationToken), type.Name));
        }
    }
}
