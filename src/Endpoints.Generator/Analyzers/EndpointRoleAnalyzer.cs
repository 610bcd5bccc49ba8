using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Endpoints.Generator.Analyzers;

/// <summary>A class is the server's or the client's side of a conversation, not both (WSE0006).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EndpointRoleAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.ServerAndClientEndpoint];

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
        if (contracts.IsEndpoint(type) && contracts.ClientEndpointAttributeOf(type) is { } client)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                DiagnosticDescriptors.ServerAndClientEndpoint,
                new AttributeArguments(client, context.CancellationToken).Location,
                type.Name));
        }
    }
}
