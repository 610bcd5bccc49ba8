using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Endpoints.Generator.Analyzers;

/// <summary>What stands directly in the body of a handler of an endpoint.</summary>
internal static class HandlerOperations
{
    /// <summary>The handler that an operation belongs to; null for code elsewhere, and for lambdas and local functions, which may run elsewhere.</summary>
    public static IMethodSymbol? HandlerOf(IOperation operation, ISymbol containing, ContractSymbols contracts)
    {
        if (containing is not IMethodSymbol method || !contracts.HasHandlers(method.ContainingType) || !contracts.IsHandler(method))
        {
            return null;
        }

        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return null;
            }
        }

        return method;
    }
}
