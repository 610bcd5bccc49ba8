using System.Collections.Immutable;
using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Endpoints.Generator.Analyzers;

/// <summary>Handlers that store their payload, whose memory is lent to them for as long as they run (WSE0051).</summary>
/// <remarks>
/// Only where the parameter itself, or a slice of it, goes right into a member of the endpoint, its state or the session's items, or into
/// a collection or a channel there. A member that the handler also sets to something else, and a parameter that it sets, are not looked at.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RetainedPayloadAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableHashSet<string> Stores = ImmutableHashSet.Create(
        "Add", "AddFirst", "AddLast", "Enqueue", "Insert", "Push", "TryAdd", "TryWrite", "WriteAsync");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.PayloadRetained];

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
                    operation => Analyze(operation, contracts), OperationKind.SimpleAssignment, OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, ContractSymbols contracts)
    {
        var stored = context.Operation switch
        {
            ISimpleAssignmentOperation assignment when IsStore(assignment) => LentIn(assignment.Value),
            IInvocationOperation call when IsStore(call) => call.Arguments.Select(a => LentIn(a.Value)).FirstOrDefault(l => l is not null),
            _ => null,
        };
        if (stored is not (var value, var parameter)
            || HandlerOperations.HandlerOf(context.Operation, context.ContainingSymbol, contracts) is not { } handler
            || !SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, handler)
            || IsSetElsewhere(context.Operation, parameter))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            DiagnosticDescriptors.PayloadRetained, value.Syntax.GetLocation(), parameter.Name, handler.Name));
    }

    private static bool IsStore(ISimpleAssignmentOperation assignment) => assignment.Target switch
    {
        IPropertyReferenceOperation { Property.IsIndexer: true } element =>
            IsCollection(element.Property.ContainingType) && IsHeld(element.Instance),
        IFieldReferenceOperation field => IsOwner(field.Instance),
        IPropertyReferenceOperation property => AutomaticProperty.Is(property.Property) && IsOwner(property.Instance),
        _ => false,
    };

    private static bool IsStore(IInvocationOperation call) =>
        Stores.Contains(call.TargetMethod.Name)
        && (IsCollection(call.TargetMethod.ContainingType) || IsChannel(call.TargetMethod.ContainingType))
        && IsHeld(call.Instance);

    private static bool IsCollection(INamedTypeSymbol type) =>
        type.ContainingNamespace?.ToDisplayString()
            is "System.Collections" or "System.Collections.Generic" or "System.Collections.Concurrent";

    private static bool IsChannel(ITypeSymbol type) =>
        type.ContainingNamespace?.ToDisplayString() == "System.Threading.Channels";

    // Whether what is reached through it outlives the handler: a member of an owner, and members of that.
    private static bool IsHeld(IOperation? instance) => instance switch
    {
        IFieldReferenceOperation field => IsOwner(field.Instance) || IsHeld(field.Instance),
        IPropertyReferenceOperation property => IsOwner(property.Instance) || IsHeld(property.Instance),
        IParameterReferenceOperation { Parameter: var parameter } =>
            parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } || IsChannel(parameter.Type),
        _ => false,
    };

    // A static member has no instance. The state comes by reference, or as a class with an attribute.
    private static bool IsOwner(IOperation? instance) =>
        instance is null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }
        || (instance is IParameterReferenceOperation { Parameter: var parameter }
            && (StateParser.IsState(parameter) || KnownTypes.Is(parameter.Type, "Endpoints", "WebSocketSession")));

    // The parameter or a slice of it, on its own or in a tuple.
    private static (IOperation Value, IParameterSymbol Parameter)? LentIn(IOperation value) => value switch
    {
        IConversionOperation { OperatorMethod: null } conversion => LentIn(conversion.Operand),
        ITupleOperation tuple => tuple.Elements.Select(LentIn).FirstOrDefault(l => l is not null),
        _ => ParameterOf(value) is { } parameter ? (value, parameter) : null,
    };

    private static IParameterSymbol? ParameterOf(IOperation? value) => value switch
    {
        IParameterReferenceOperation { Parameter: var parameter } when IsLent(parameter.Type) => parameter,
        IInvocationOperation { TargetMethod.Name: "Slice", Instance: { } whole } => ParameterOf(whole),
        IImplicitIndexerReferenceOperation { Type: { } slice } range when IsLent(slice) => ParameterOf(range.Instance),
        _ => null,
    };

    private static bool IsLent(ITypeSymbol type) =>
        KnownTypes.IsBytes(type, "System", "ReadOnlyMemory") || KnownTypes.IsBytes(type, "System.Buffers", "ReadOnlySequence");

    private static bool IsSetElsewhere(IOperation store, IParameterSymbol parameter)
    {
        var member = ((store as ISimpleAssignmentOperation)?.Target as IMemberReferenceOperation)?.Member;
        var root = store;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return root.Descendants().OfType<IAssignmentOperation>().Any(a => a != store && a.Target switch
        {
            IParameterReferenceOperation target => SymbolEqualityComparer.Default.Equals(target.Parameter, parameter),
            IPropertyReferenceOperation { Property.IsIndexer: true } => false,
            IMemberReferenceOperation target => LentIn(a.Value) is null && SymbolEqualityComparer.Default.Equals(target.Member, member),
            _ => false,
        });
    }
}
