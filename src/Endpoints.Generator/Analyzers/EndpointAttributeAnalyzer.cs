using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Endpoints.Generator.Analyzers;

/// <summary>What the analyzers of an endpoint's attribute share: they look at each endpoint class, where the framework is referenced.</summary>
public abstract class EndpointAttributeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (ContractSymbols.Find(start.Compilation) is { } contracts)
            {
                start.RegisterSymbolAction(symbol => AnalyzeType(symbol, contracts), SymbolKind.NamedType);
            }
        });
    }

    private protected abstract void Analyze(SymbolAnalysisContext context, ContractSymbols contracts, AttributeArguments arguments);

    private void AnalyzeType(SymbolAnalysisContext context, ContractSymbols contracts)
    {
        if (contracts.EndpointAttributeOf((INamedTypeSymbol)context.Symbol) is { } attribute)
        {
            Analyze(context, contracts, new AttributeArguments(attribute, context.CancellationToken));
        }
    }
}
