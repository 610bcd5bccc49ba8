using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Endpoints.Generator.Analyzers;

/// <summary>A handler of a singleton writes to a field that all sessions share (WSE0052).</summary>
/// <remarks>
/// A handler that locks or waits for something anywhere is taken to know what it does; <c>volatile</c> fields and what
/// <c>Interlocked</c> changes are no assignments of this kind. Methods that a handler calls are not looked at.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SingletonFieldAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableHashSet<string> Synchronization = ImmutableHashSet.Create(
        "Enter", "TryEnter", "EnterScope", "Wait", "WaitAsync", "WaitOne", "EnterWriteLock", "TryEnterWriteLock");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.SharedFieldWritten];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (ContractSymbols.Find(start.Compilation) is { } contracts)
            {
                start.RegisterOperationBlockAction(block => Analyze(block, contracts));
            }
        });
    }

    private static void Analyze(OperationBlockAnalysisContext context, ContractSymbols contracts)
    {
        if (context.OwningSymbol is not IMethodSymbol { ContainingType: { } type } method
            || !contracts.IsHandler(method)
            || contracts.EndpointAttributeOf(type) is not { } attribute
            || Parsing.KnownTypes.Argument(attribute, "Lifetime")?.Value is not 1)
        {
            return;
        }

        var operations = context.OperationBlocks.SelectMany(b => b.DescendantsAndSelf()).ToArray();
        if (operations.Any(IsSynchronization))
        {
            return;
        }

        foreach (var operation in operations)
        {
            var target = operation switch
            {
                IIncrementOrDecrementOperation increment => increment.Target,
                IAssignmentOperation assignment => assignment.Target,
                _ => null,
            };
            if (target is not null && SharedNameOf(target, type) is { } name)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    DiagnosticDescriptors.SharedFieldWritten, target.Syntax.GetLocation(), name, type.Name, method.Name));
            }
        }
    }

    private static bool IsSynchronization(IOperation operation) =>
        operation is ILockOperation
        || (operation is IInvocationOperation { TargetMethod.Name: { } name } && Synchronization.Contains(name));

    // Not what an initializer sets: that belongs to the object that is made.
    private static string? SharedNameOf(IOperation target, INamedTypeSymbol type) => target switch
    {
        IFieldReferenceOperation
        {
            Field: { IsStatic: false, IsVolatile: false } field,
            Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance },
        } => field.Name,
        IPropertyReferenceOperation { Property: { IsStatic: false } property, Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } }
            when AutomaticProperty.Is(property) => property.Name,
        IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor } parameter }
            when SymbolEqualityComparer.Default.Equals(constructor.ContainingType, type) => parameter.Name,
        _ => null,
    };
}
