using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Endpoints.Generator.Analyzers;

/// <summary>Handlers that send to many sessions and wait for each of them before they send to the next (WSE0056).</summary>
/// <remarks>A loop that can be left looks for somebody; it is taken to send to that one.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SequentialBroadcastAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.SequentialBroadcast];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (ContractSymbols.Find(start.Compilation) is { Session: { } session } contracts)
            {
                start.RegisterOperationAction(operation => Analyze(operation, contracts, session), OperationKind.Await);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, ContractSymbols contracts, INamedTypeSymbol session)
    {
        if (SendOf(((IAwaitOperation)context.Operation).Operation, session) is not { } send
            || LocalOf(send.Instance) is not { } local
            || HandlerOperations.HandlerOf(context.Operation, context.ContainingSymbol, contracts) is not { } handler)
        {
            return;
        }

        for (var parent = context.Operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IForEachLoopOperation { IsAsynchronous: false } loop && loop.Locals.Contains(local, SymbolEqualityComparer.Default))
            {
                if (!CanBeLeft(loop))
                {
                    context.ReportDiagnostic(Diagnostic.Create(
                        DiagnosticDescriptors.SequentialBroadcast,
                        context.Operation.Syntax.GetLocation(),
                        handler.Name,
                        send.TargetMethod.Name,
                        send.TargetMethod.Name == "SendBinaryAsync" ? "TrySendBinary" : "TrySendText"));
                }

                return;
            }
        }
    }

    private static IInvocationOperation? SendOf(IOperation awaited, INamedTypeSymbol session)
    {
        if (awaited is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } configured })
        {
            awaited = configured;
        }

        return awaited is IInvocationOperation { TargetMethod: { Name: "SendAsync" or "SendTextAsync" or "SendBinaryAsync" or "SendJsonAsync" } method } call
            && SymbolEqualityComparer.Default.Equals(method.ContainingType, session)
                ? call
                : null;
    }

    // The loop's variable: the session itself, or what it is a member of.
    private static ILocalSymbol? LocalOf(IOperation? instance) => instance switch
    {
        ILocalReferenceOperation reference => reference.Local,
        IMemberReferenceOperation member => LocalOf(member.Instance),
        _ => null,
    };

    private static bool CanBeLeft(IForEachLoopOperation loop) => loop.Body.DescendantsAndSelf().Any(
        o => o is IReturnOperation or IThrowOperation or IBranchOperation { BranchKind: BranchKind.Break or BranchKind.GoTo });
}
