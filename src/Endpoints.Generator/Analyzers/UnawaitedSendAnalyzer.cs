using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Endpoints.Generator.Analyzers;

/// <summary>Sends of a handler whose outcome nobody waits for (WSE0037). An explicit <c>_ =</c> is a decision, and left alone.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnawaitedSendAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.UnawaitedSend];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (ContractSymbols.Find(start.Compilation) is { Session: { } session } contracts)
            {
                start.RegisterOperationAction(
                    operation => Analyze(operation, contracts, session), OperationKind.ExpressionStatement);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, ContractSymbols contracts, INamedTypeSymbol session)
    {
        if (((IExpressionStatementOperation)context.Operation).Operation is IInvocationOperation call
            && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, session)
            && call.Type is { Name: "Task" or "ValueTask" }
            && HandlerOperations.HandlerOf(context.Operation, context.ContainingSymbol, contracts) is { } handler)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                DiagnosticDescriptors.UnawaitedSend, call.Syntax.GetLocation(), handler.Name, call.TargetMethod.Name));
        }
    }
}
