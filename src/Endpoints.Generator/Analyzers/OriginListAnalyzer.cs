using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Endpoints.Generator.Analyzers;

/// <summary>The origins that an endpoint admits are origins as browsers send them (WSE0061; RFC 6454 section 6.2).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OriginListAnalyzer : EndpointAttributeAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.InvalidOrigin];

    private protected override void Analyze(SymbolAnalysisContext context, ContractSymbols contracts, AttributeArguments arguments)
    {
        foreach (var (origin, location) in arguments.Strings("Origins"))
        {
            if (OriginPattern.Parse(origin, out var problem) is null)
            {
                context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.InvalidOrigin, location, origin, problem));
            }
        }
    }
}
