using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Endpoints.Generator.Analyzers;

/// <summary>Handlers that produce replies in a loop and cannot learn that nobody is left to get them (WSE0038).</summary>
/// <remarks>One that takes a sequence of messages learns it from that: the sequence ends with the session.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StreamCancellationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.StreamNotCancellable];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (ContractSymbols.Find(start.Compilation) is { } contracts)
            {
                start.RegisterSymbolAction(symbol => Analyze(symbol, contracts), SymbolKind.Method);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, ContractSymbols contracts)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method.IsAsync
            && method.PartialDefinitionPart is null
            && IsSequence(method.ReturnType)
            && contracts.IsHandler(method)
            && contracts.HasHandlers(method.ContainingType)
            && !method.Parameters.Any(p => IsSequence(p.Type) || KnownTypes.Is(p.Type, "System.Threading", "CancellationToken"))
            && HasLoop(method, context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                DiagnosticDescriptors.StreamNotCancellable, SourcePlaces.OfIdentifier(method), method.Name));
        }
    }

    // A few replies one after the other come to an end by themselves.
    private static bool HasLoop(IMethodSymbol method, CancellationToken cancellationToken) => method.DeclaringSyntaxReferences
        .SelectMany(r => r.GetSyntax(cancellationToken).DescendantNodes(static n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        .Any(static n => n is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax);

    private static bool IsSequence(ITypeSymbol type) =>
        KnownTypes.ArgumentOf(type, "System.Collections.Generic", "IAsyncEnumerable") is not null;
}
