using System.Collections.Immutable;
using System.Text;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Endpoints.Generator.Analyzers;

/// <summary>Payloads of pings and pongs, written in the call, that no control frame holds (WSE0074; RFC 6455 section 5.5).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ControlPayloadAnalyzer : DiagnosticAnalyzer
{
    private const int MaxSize = 125;

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.OversizedControlPayload];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (ContractSymbols.Find(start.Compilation) is { Session: { } session })
            {
                start.RegisterOperationAction(operation => Analyze(operation, session), OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol session)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is "TrySendPing" or "TrySendPong"
            && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, session)
            && call.Arguments.FirstOrDefault() is { ArgumentKind: ArgumentKind.Explicit, Value: { } payload }
            && SizeOf(payload) is > MaxSize and var size)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                DiagnosticDescriptors.OversizedControlPayload, payload.Syntax.GetLocation(), call.TargetMethod.Name, size));
        }
    }

    // Null where it is not known.
    private static int? SizeOf(IOperation payload) => payload switch
    {
        IConversionOperation conversion => SizeOf(conversion.Operand),
        IParenthesizedOperation parenthesized => SizeOf(parenthesized.Operand),
        IUtf8StringOperation text => Encoding.UTF8.GetByteCount(text.Value),
        IArrayCreationOperation { DimensionSizes: { Length: 1 } sizes } => sizes[0].ConstantValue.Value as int?,
        ICollectionExpressionOperation collection when !collection.Elements.Any(e => e is ISpreadOperation) => collection.Elements.Length,
        _ => null,
    };
}
