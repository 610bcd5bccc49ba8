using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Model;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>Reads parameters that are filled with the session's state (WSE0057, WSE0058, WSE0059, WSE0069).</summary>
internal static class StateParser
{
    /// <summary>Whether a parameter asks for the state: a struct of the user's by reference, or a class with <c>[SessionState]</c>.</summary>
    public static bool IsState(IParameterSymbol parameter) =>
        IsReference(parameter)
            ? IsOwnStruct(parameter.Type)
            : parameter.RefKind == RefKind.None && IsStateClass(parameter.Type);

    public static bool IsStateClass(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Class && KnownTypes.FindAttribute(type, "Endpoints", "SessionStateAttribute") is not null;

    public static ArgumentModel? Parse(EndpointScope scope, IMethodSymbol method, IParameterSymbol parameter)
    {
        var type = TypeNames.Of(parameter.Type);
        var isReference = IsReference(parameter);
        var isAsynchronous = method.IsAsync
            || KnownTypes.ArgumentOf(method.ReturnType, "System.Collections.Generic", "IAsyncEnumerable") is not null;
        if (isReference && isAsynchronous)
        {
            Report(scope, parameter, DiagnosticDescriptors.StateInAsyncHandler, parameter.Name, method.Name, type.ShortName);
        }

        if (scope.State is { } state)
        {
            if (state.Type.Name != type.Name)
            {
                Report(
                    scope, parameter, DiagnosticDescriptors.SeveralStates, method.Name, type.ShortName, scope.StateHandler, state.Type.ShortName);
                return null;
            }
        }
        else
        {
            Declare(scope, method, parameter, type);
        }

        return new ArgumentModel(isReference ? ArgumentKind.StateReference : ArgumentKind.StateObject, type);
    }

    private static void Declare(EndpointScope scope, IMethodSymbol method, IParameterSymbol parameter, TypeRef type)
    {
        var stateType = (INamedTypeSymbol)parameter.Type;
        if (!scope.IsSingleton)
        {
            Report(scope, parameter, DiagnosticDescriptors.StateWithoutSingleton, method.Name, type.ShortName, TypeNames.Short(scope.Type));
        }

        if (FindObstacle(stateType, scope.Type.ContainingAssembly) is { } obstacle)
        {
            Report(scope, parameter, DiagnosticDescriptors.StateNotCreatable, type.ShortName, obstacle);
        }

        var hasConstructor = stateType.TypeKind == TypeKind.Class
            || stateType.InstanceConstructors.Any(c => c.Parameters.IsEmpty && !c.IsImplicitlyDeclared);
        scope.State = new StateModel(
            type, stateType.TypeKind == TypeKind.Class, hasConstructor, EndpointTypeParser.DisposalOf(stateType));
        scope.StateHandler = method.Name;
    }

    // A struct's default value can always be had; a class must be created.
    private static string? FindObstacle(INamedTypeSymbol type, IAssemblySymbol assembly)
    {
        if (type.TypeKind != TypeKind.Class)
        {
            return null;
        }

        if (type.IsAbstract)
        {
            return "is abstract";
        }

        var constructor = type.InstanceConstructors.FirstOrDefault(c => c.Parameters.IsEmpty);
        var isOwn = SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, assembly);
        if (constructor is null || !(isOwn ? KnownTypes.IsVisible(constructor) : constructor.DeclaredAccessibility == Accessibility.Public))
        {
            return "has no parameterless constructor that can be called";
        }

        return EndpointTypeParser.HasRequiredMembers(type)
            && KnownTypes.FindAttribute(constructor, "System.Diagnostics.CodeAnalysis", "SetsRequiredMembersAttribute") is null
                ? "has required members, which its constructor does not set"
                : null;
    }

    private static bool IsReference(IParameterSymbol parameter) =>
        parameter.RefKind is RefKind.Ref or RefKind.RefReadOnlyParameter;

    // Not the platform's own: "ref int" and "ref CancellationToken" are mistakes, and no state.
    private static bool IsOwnStruct(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Struct, IsRefLikeType: false, SpecialType: SpecialType.None }
        && !IsPlatform(type.ContainingNamespace)
        && !KnownTypes.Is(type, "Endpoints", "CloseStatus");

    private static bool IsPlatform(INamespaceSymbol @namespace)
    {
        var outermost = @namespace;
        while (outermost is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            outermost = outermost.ContainingNamespace;
        }

        return outermost.Name == "System";
    }

    private static void Report(
        EndpointScope scope, IParameterSymbol parameter, DiagnosticDescriptor descriptor, params object?[] arguments) =>
        scope.Problems.Report(descriptor, SourcePlaces.OfParameter(parameter, scope.CancellationToken), arguments);
}
