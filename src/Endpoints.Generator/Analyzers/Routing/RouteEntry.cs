using Endpoints.Grammar;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Analyzers.Routing;

/// <summary>One template among those that are compared: an endpoint of this project, or a row of a referenced library.</summary>
internal sealed class RouteEntry(string endpoint, RouteTemplate template, int order, Location location, RouteCondition condition)
{
    private readonly RoutePrecedence _precedence = RoutePrecedence.Of(template);

    /// <summary>The endpoint class, as messages name it.</summary>
    public string Endpoint => endpoint;

    public RouteTemplate Template => template;

    public string Text => template.Text;

    public int Order => order;

    /// <summary>Where the template is written; <see cref="Location.None"/> for a row of a library.</summary>
    public Location Location => location;

    /// <summary>When it is served.</summary>
    public RouteCondition Condition => condition;

    public bool IsInSource => location.IsInSource;

    /// <summary>Below zero where this entry is asked before the other one, zero where neither comes first.</summary>
    public int ComparePriority(RouteEntry other) =>
        Order != other.Order ? Order.CompareTo(other.Order) : _precedence.CompareTo(other._precedence);

    /// <summary>Whether both are written alike; literals match in any case, and a trailing slash adds nothing.</summary>
    public bool IsWrittenLike(RouteEntry other) =>
        string.Equals(Text.TrimEnd('/'), other.Text.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
}
