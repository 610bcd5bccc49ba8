using Endpoints.Generator.Diagnostics;
using Endpoints.Generator.Model;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Parsing;

/// <summary>Chooses the constructor that emitted code calls, and what fills it.</summary>
internal static class ConstructorParser
{
    private const string DependencyInjection = "Microsoft.Extensions.DependencyInjection";

    /// <summary>
    /// The one marked with <c>[ActivatorUtilitiesConstructor]</c>; otherwise, among the visible ones, or among all where none is, the
    /// one with most parameters, the first of them.
    /// </summary>
    public static IMethodSymbol? Find(INamedTypeSymbol type)
    {
        var constructors = type.InstanceConstructors.Where(c => !IsCopyConstructor(c)).ToArray();
        return constructors.FirstOrDefault(
                c => KnownTypes.FindAttribute(c, DependencyInjection, "ActivatorUtilitiesConstructorAttribute") is not null)
            ?? Longest(constructors.Where(KnownTypes.IsVisible))
            ?? Longest(constructors);
    }

    public static EquatableArray<ConstructorArgumentModel> Parse(EndpointScope scope, IMethodSymbol? constructor, bool isSingleton) =>
        Parse(scope.Problems, scope, constructor, isSingleton);

    /// <param name="problems">Takes parameters that nothing can fill.</param>
    /// <param name="scope">The endpoint.</param>
    /// <param name="constructor">The constructor of the endpoint or of one of its codecs.</param>
    /// <param name="isSingleton">Whether it is called before any handshake.</param>
    public static EquatableArray<ConstructorArgumentModel> Parse(
        ProblemReporter problems, EndpointScope scope, IMethodSymbol? constructor, bool isSingleton)
    {
        List<ConstructorArgumentModel> arguments = [];
        foreach (var parameter in constructor?.Parameters ?? [])
        {
            if (ParseParameter(parameter, isSingleton) is { } argument)
            {
                arguments.Add(argument);
                continue;
            }

            var isHandshake = KnownTypes.Is(parameter.Type, "Endpoints", "WebSocketHandshake");
            problems.Report(
                DiagnosticDescriptors.UnsupportedParameter,
                SourcePlaces.OfParameter(parameter, scope.CancellationToken),
                parameter.Name,
                scope.Type.Name,
                TypeNames.Short(parameter.Type),
                isHandshake
                    ? "a service: a singleton is created before any handshake"
                    : "a service, WebSocketHandshake or IServiceProvider");
        }

        return new EquatableArray<ConstructorArgumentModel>(arguments);
    }

    /// <summary>What fills a parameter; null where nothing does.</summary>
    public static ConstructorArgumentModel? ParseParameter(IParameterSymbol parameter, bool isSingleton)
    {
        var type = TypeNames.Of(parameter.Type);
        if (parameter.RefKind is not (RefKind.None or RefKind.In) || !TypeNames.IsKnown(parameter.Type))
        {
            return null;
        }

        if (KnownTypes.Is(parameter.Type, "Endpoints", "WebSocketHandshake"))
        {
            return isSingleton ? null : new ConstructorArgumentModel(ConstructorArgumentKind.Handshake, type);
        }

        if (KnownTypes.Is(parameter.Type, "System", "IServiceProvider"))
        {
            return new ConstructorArgumentModel(ConstructorArgumentKind.ServiceProvider, type);
        }

        var isOptional = parameter is { HasExplicitDefaultValue: true, ExplicitDefaultValue: null } && parameter.Type.IsReferenceType;
        if (KnownTypes.FindAttribute(parameter, DependencyInjection, "FromKeyedServicesAttribute") is { } keyed)
        {
            var key = keyed.ConstructorArguments.Length == 1 ? ConstantExpressions.Of(keyed.ConstructorArguments[0]) : "null";
            return key is null
                ? null
                : new ConstructorArgumentModel(
                    isOptional ? ConstructorArgumentKind.OptionalKeyedService : ConstructorArgumentKind.KeyedService, type, key);
        }

        if (parameter.Type is { IsReferenceType: true, SpecialType: not SpecialType.System_String, TypeKind: not TypeKind.Dynamic })
        {
            var kind = isOptional ? ConstructorArgumentKind.OptionalService : ConstructorArgumentKind.Service;
            return new ConstructorArgumentModel(kind, type);
        }

        return parameter.HasExplicitDefaultValue
            ? new ConstructorArgumentModel(
                ConstructorArgumentKind.Constant, type, ConstantExpressions.Of(parameter.ExplicitDefaultValue, parameter.Type))
            : null;
    }

    private static IMethodSymbol? Longest(IEnumerable<IMethodSymbol> constructors) =>
        constructors.OrderByDescending(c => c.Parameters.Length).FirstOrDefault();

    private static bool IsCopyConstructor(IMethodSymbol constructor) =>
        constructor.ContainingType.IsRecord
        && constructor.Parameters.Length == 1
        && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, constructor.ContainingType);
}
