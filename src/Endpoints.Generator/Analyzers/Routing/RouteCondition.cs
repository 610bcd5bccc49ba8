using Endpoints.Generator.Parsing;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Analyzers.Routing;

/// <summary>What is known at build time of when an endpoint is served.</summary>
internal sealed class RouteCondition
{
    private readonly string[]? _environments;

    private RouteCondition(bool isConditional, string[]? environments)
    {
        IsConditional = isConditional;
        _environments = environments;
    }

    /// <summary>Always.</summary>
    public static RouteCondition None { get; } = new(isConditional: false, null);

    /// <summary>Sometimes.</summary>
    public static RouteCondition Unknown { get; } = new(isConditional: true, null);

    public bool IsConditional { get; }

    /// <summary>Reads the class's <c>[EndpointCondition]</c>.</summary>
    public static RouteCondition Of(INamedTypeSymbol type)
    {
        if (KnownTypes.FindAttribute(type, "Endpoints", "EndpointConditionAttribute") is not { } attribute)
        {
            return None;
        }

        return KnownTypes.Argument(attribute, "Environments") is { Kind: TypedConstantKind.Array, IsNull: false, Values.IsEmpty: false } names
            ? new RouteCondition(isConditional: true, [.. names.Values.Select(v => v.Value as string ?? "")])
            : Unknown;
    }

    /// <summary>Whether no host serves both: their environments have none in common.</summary>
    public bool Excludes(RouteCondition other) =>
        _environments is not null
        && other._environments is not null
        && !_environments.Intersect(other._environments, StringComparer.OrdinalIgnoreCase).Any();
}
