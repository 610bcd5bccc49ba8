using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Endpoints.Generator.Analyzers;

/// <summary>A class is the server's or the client's side of a conversation, not both (WSE0006).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EndpointRoleAnalyzer : EndpointAttributeAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.ServerAndClientEndpoint];

    private protected override void Analyze(SymbolAnalysisContext context, ContractSymbols contracts, AttributeArguments arguments)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (contracts.ClientEndpointAttributeOf(type) is { } client)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                DiagnosticDescriptors.ServerAndClientEndpoint,
                new AttributeArguments(client, context.CancellationToken).Location,
                type.Name));
        }
    }
}
