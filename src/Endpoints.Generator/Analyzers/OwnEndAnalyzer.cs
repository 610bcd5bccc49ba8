using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Endpoints.Generator.Analyzers;

/// <summary>Handlers that wait for the end of the session whose end waits for them (WSE0054).</summary>
/// <remarks>
/// A session is complete when its last handler is. Waiting that ends otherwise, as <c>WaitAsync</c> with a token or <c>WhenAny</c> does,
/// is fine, and so is waiting for another session.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OwnEndAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.OwnEndAwaited];

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
                    operation => Analyze(operation, contracts, session), OperationKind.PropertyReference);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, ContractSymbols contracts, INamedTypeSymbol session)
    {
        var completion = (IPropertyReferenceOperation)context.Operation;
        if (completion.Property.Name == "Completion"
            && SymbolEqualityComparer.Default.Equals(completion.Property.ContainingType, session)
            && completion.Instance is IParameterReferenceOperation { Parameter: var parameter }
            && HandlerOperations.HandlerOf(completion, context.ContainingSymbol, contracts) is { } handler
            && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, handler)
            && IsWaitedFor(completion))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                DiagnosticDescriptors.OwnEndAwaited, completion.Syntax.GetLocation(), handler.Name));
        }
    }

    private static bool IsWaitedFor(IOperation task) => task.Parent switch
    {
        IAwaitOperation or IReturnOperation => true,
        IConversionOperation conversion => conversion.Parent is IReturnOperation,
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured => configured.Parent is IAwaitOperation,
        IInvocationOperation { TargetMethod.Name: "GetAwaiter", Parent: IInvocationOperation { TargetMethod.Name: "GetResult" } } => true,
        IInvocationOperation { TargetMethod.Name: "Wait", Arguments.IsEmpty: true } => true,
        IPropertyReferenceOperation { Property.Name: "Result" } => true,
        _ => false,
    };
}
