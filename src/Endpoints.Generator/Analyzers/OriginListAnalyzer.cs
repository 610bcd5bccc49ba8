using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Endpoints.Generator.Analyzers;

/// <summary>The origins that an endpoint admits are origins as browsers send them (WSE0061; RFC 6454 section 6.2).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OriginListAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.InvalidOrigin];

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
        if (contracts.EndpointAttributeOf((INamedTypeSymbol)context.Symbol) is not { } attribute)
        {
            return;
        }

        foreach (var (origin, location) in new AttributeArguments(attribute, context.CancellationToken).Strings("Origins"))
        {
            if (OriginPattern.Parse(origin, out var problem) is null)
            {
                context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.InvalidOrigin, location, origin, problem));
            }
        }
    }
}
