using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Endpoints.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Endpoints.Generator.Analyzers;

/// <summary>
/// Close codes and reasons, known at build time, that <c>CloseAsync</c> would refuse (WSE0073; RFC 6455 sections 5.5 and 7.4).
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CloseStatusAnalyzer : DiagnosticAnalyzer
{
    private const int MaxReasonSize = 123;

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.UnsendableCloseStatus];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (ContractSymbols.Find(start.Compilation) is { Session: { } session, CloseStatus: { } status })
            {
                start.RegisterOperationAction(operation => AnalyzeCall(operation, session, status), OperationKind.Invocation);
            }
        });
    }

    private static void AnalyzeCall(OperationAnalysisContext context, INamedTypeSymbol session, INamedTypeSymbol status)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name != "CloseAsync" || !IsOrDerivesFrom(call.TargetMethod.ContainingType, session))
        {
            return;
        }

        var argument = call.Arguments.FirstOrDefault(a => SymbolEqualityComparer.Default.Equals(a.Parameter?.Type, status));
        if (argument is { ArgumentKind: ArgumentKind.Explicit })
        {
            AnalyzeStatus(context, argument.Value, status);
        }
    }

    private static void AnalyzeStatus(OperationAnalysisContext context, IOperation value, INamedTypeSymbol status)
    {
        switch (value)
        {
            case IConversionOperation { OperatorMethod: null } conversion:
                AnalyzeStatus(context, conversion.Operand, status);
                break;
            case IParenthesizedOperation parenthesized:
                AnalyzeStatus(context, parenthesized.Operand, status);
                break;
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                AnalyzeStatus(context, conditional.WhenTrue, status);
                AnalyzeStatus(context, whenFalse, status);
                break;
            case ISwitchExpressionOperation choice:
                foreach (var arm in choice.Arms)
                {
                    AnalyzeStatus(context, arm.Value, status);
                }

                break;
            case IObjectCreationOperation creation when IsStatus(creation.Type):
                AnalyzeCreation(context, creation);
                break;
            case IDefaultValueOperation absent when IsStatus(absent.Type):
                CheckCode(context, absent, 0);
                break;
            case IPropertyReferenceOperation { Instance: null } named when IsStatus(named.Property.ContainingType):
                CheckNamed(context, named);
                break;
            case IInvocationOperation { TargetMethod.Name: "WithReason", Instance: { } instance } call
                when IsStatus(call.TargetMethod.ContainingType):
                AnalyzeStatus(context, instance, status);
                CheckReason(context, call.Arguments.FirstOrDefault()?.Value);
                break;
            case IWithOperation change:
                AnalyzeChange(context, change, status);
                break;
        }

        bool IsStatus(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type, status);
    }

    private static void AnalyzeCreation(OperationAnalysisContext context, IObjectCreationOperation creation)
    {
        // An initializer may set another code than the constructor.
        if (creation.Initializer is not null)
        {
            return;
        }

        if (creation.Arguments.Length == 0)
        {
            CheckCode(context, creation, 0);
        }

        foreach (var argument in creation.Arguments.Where(a => a.ArgumentKind == ArgumentKind.Explicit))
        {
            Check(context, argument.Parameter?.Name, argument.Value);
        }
    }

    private static void AnalyzeChange(OperationAnalysisContext context, IWithOperation change, INamedTypeSymbol status)
    {
        var assignments = change.Initializer.Initializers.OfType<ISimpleAssignmentOperation>()
            .Select(a => (Name: (a.Target as IPropertyReferenceOperation)?.Property.Name, a.Value)).ToList();
        if (assignments.All(a => a.Name != "Code"))
        {
            AnalyzeStatus(context, change.Operand, status);
        }

        foreach (var (name, value) in assignments)
        {
            Check(context, name, value);
        }
    }

    private static void Check(OperationAnalysisContext context, string? name, IOperation value)
    {
        if (name == "Code" && value.ConstantValue is { HasValue: true, Value: int code })
        {
            CheckCode(context, value, code);
        }
        else if (name == "Reason")
        {
            CheckReason(context, value);
        }
    }

    private static void CheckNamed(OperationAnalysisContext context, IPropertyReferenceOperation named)
    {
        int? code = named.Property.Name switch
        {
            "NoStatusReceived" => 1005,
            "AbnormalClosure" => 1006,
            "TlsHandshakeFailed" => 1015,
            _ => null,
        };
        if (code is { } unsendable)
        {
            CheckCode(context, named, unsendable);
        }
    }

    private static void CheckCode(OperationAnalysisContext context, IOperation operation, int code)
    {
        var reason = code switch
        {
            (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999) => null,
            1004 => "it is reserved and has no meaning",
            1005 => "it says that a close frame held no code",
            1006 => "it says that there was no close frame",
            1015 => "it says that the TLS handshake failed",
            _ => "no such code is registered",
        };
        if (reason is not null)
        {
            const string Advice = "; use 1000 to 1003, 1007 to 1014 or, for codes of your own, 4000 to 4999";
            Report(context, operation, "Close code " + code.ToString(CultureInfo.InvariantCulture), reason + Advice);
        }
    }

    private static void CheckReason(OperationAnalysisContext context, IOperation? operation)
    {
        if (operation?.ConstantValue is { HasValue: true, Value: string reason }
            && Encoding.UTF8.GetByteCount(reason) is > MaxReasonSize and var size)
        {
            var bytes = size.ToString(CultureInfo.InvariantCulture);
            Report(context, operation, "The close reason", $"it is {bytes} bytes of UTF-8, and a close frame holds {MaxReasonSize}");
        }
    }

    private static void Report(OperationAnalysisContext context, IOperation operation, string what, string why) =>
        context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.UnsendableCloseStatus, operation.Syntax.GetLocation(), what, why));

    private static bool IsOrDerivesFrom(INamedTypeSymbol? type, INamedTypeSymbol ancestor)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, ancestor))
            {
                return true;
            }
        }

        return false;
    }
}
