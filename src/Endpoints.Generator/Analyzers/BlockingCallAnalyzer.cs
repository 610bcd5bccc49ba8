using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Endpoints.Generator.Analyzers;

/// <summary>Calls that block the thread of the transport, in handlers that are not marked (WSE0050).</summary>
/// <remarks>
/// Only what blocks for certain: a task that may have completed, because the handler awaits something or asks whether it has, is not
/// looked at. Handlers that read a body run on the thread pool anyway.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingCallAnalyzer : DiagnosticAnalyzer
{
    private const string Tasks = "System.Threading.Tasks";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.BlockingCall];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (ContractSymbols.Find(start.Compilation) is { } contracts)
            {
                start.RegisterOperationAction(
                    operation => Analyze(operation, contracts), OperationKind.Invocation, OperationKind.PropertyReference);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, ContractSymbols contracts)
    {
        var name = context.Operation switch
        {
            IInvocationOperation call => BlockingName(call),
            IPropertyReferenceOperation { Property: { Name: "Result" } property } read
                when IsTask(property.ContainingType) && IsPending(read.Instance) => property.ContainingType.Name + ".Result",
            _ => null,
        };
        if (name is null
            || HandlerOperations.HandlerOf(context.Operation, context.ContainingSymbol, contracts) is not { } handler
            || RunsOffThread(handler))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            DiagnosticDescriptors.BlockingCall, context.Operation.Syntax.GetLocation(), name, handler.Name));
    }

    private static string? BlockingName(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        var type = method.ContainingType;
        if (KnownTypes.Is(type, "System.Threading", "Thread") && method.Name == "Sleep")
        {
            return "Thread.Sleep";
        }

        if (KnownTypes.Is(type, "System.IO", "File") && !type.GetMembers(method.Name + "Async").IsEmpty)
        {
            return "File." + method.Name;
        }

        if (KnownTypes.Is(type, Tasks, "Task") && method.Name == "Wait" && IsPending(call.Instance))
        {
            return "Task.Wait";
        }

        return method.Name == "GetResult"
            && call.Instance is IInvocationOperation { TargetMethod.Name: "GetAwaiter" } awaiter
            && awaiter.Instance is { } task
            && IsTask(task.Type as INamedTypeSymbol)
            && IsPending(task)
                ? "GetAwaiter().GetResult"
                : null;
    }

    private static bool IsTask(INamedTypeSymbol? type) =>
        KnownTypes.Is(type?.OriginalDefinition, Tasks, "Task") || KnownTypes.Is(type?.OriginalDefinition, Tasks, "ValueTask");

    // The task comes right out of a call that starts something, so nobody can have waited for it.
    private static bool IsPending(IOperation? task) =>
        task is IInvocationOperation { TargetMethod: var method }
        && !(KnownTypes.Is(method.ContainingType, Tasks, "Task") && method.Name is "FromResult" or "FromException" or "FromCanceled");

    private static bool RunsOffThread(IMethodSymbol handler) =>
        KnownTypes.FindAttribute(handler, "Endpoints", "BlockingAttribute") is not null
        || KnownTypes.FindAttribute(handler.ContainingType, "Endpoints", "BlockingAttribute") is not null
        || handler.Parameters.Any(p => KnownTypes.Is(p.Type, "System.IO", "Stream") || KnownTypes.Is(p.Type, "System.IO.Pipelines", "PipeReader"));
}
