using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Endpoints.Generator.Analyzers;

/// <summary>An endpoint holds a <c>DbContext</c>, made for one unit of work, as long as a session or the application lasts (WSE0053).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HeldContextAnalyzer : EndpointAttributeAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.ContextHeld];

    private protected override void Analyze(SymbolAnalysisContext context, ContractSymbols contracts, AttributeArguments arguments)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        foreach (var parameter in ConstructorParser.Find(type)?.Parameters ?? [])
        {
            if (KnownTypes.IsOrDerivesFrom(parameter.Type, "Microsoft.EntityFrameworkCore", "DbContext"))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    DiagnosticDescriptors.ContextHeld,
                    SourcePlaces.OfParameter(parameter, context.CancellationToken),
                    TypeNames.Short(parameter.Type),
                    type.Name));
            }
        }
    }
}
