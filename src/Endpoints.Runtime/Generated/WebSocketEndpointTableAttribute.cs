using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Endpoints.Generated;

/// <summary>Names the emitted table of an assembly, so that the assemblies that refer to it compose it at compile time.</summary>
/// <param name="table">The emitted <see cref="EndpointTable"/>, with a public static <c>Instance</c>.</param>
[AttributeUsage(AttributeTargets.Assembly)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WebSocketEndpointTableAttribute([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] Type table)
    : Attribute
{
    /// <summary>The emitted table.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)]
    public Type Table { get; } = table;
}

/// <summary>One row of an assembly's table, for the compile-time composition of the assemblies that refer to it.</summary>
/// <param name="index">The endpoint's index in the table's list.</param>
/// <param name="endpoint">The endpoint class's full name.</param>
/// <param name="pattern">The route template.</param>
/// <param name="order">The order.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WebSocketEndpointRowAttribute(int index, string endpoint, string pattern, int order) : Attribute
{
    /// <summary>The endpoint's index in the table's list.</summary>
    public int Index { get; } = index;

    /// <summary>The endpoint class's full name.</summary>
    public string Endpoint { get; } = endpoint;

    /// <summary>The route template.</summary>
    public string Pattern { get; } = pattern;

    /// <summary>The order.</summary>
    public int Order { get; } = order;

    /// <summary>The sub-protocols offered.</summary>
    public string[] Protocols { get; set; } = [];

    /// <summary>The assembly that declares the endpoint; empty for this one.</summary>
    public string Assembly { get; set; } = "";

    /// <summary>Whether an <see cref="EndpointConditionAttribute"/> decides if it is served.</summary>
    public bool IsConditional { get; set; }
}
