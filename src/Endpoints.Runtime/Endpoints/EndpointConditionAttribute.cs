namespace Endpoints;

/// <summary>
/// Serves an endpoint only where all of its conditions hold. They are evaluated once, when the application starts; an endpoint that is
/// left out is in no door's routes, and its path belongs to the next endpoint that matches, or is answered with 404.
/// </summary>
/// <remarks>The build emits direct calls; nothing is searched for when the application runs.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EndpointConditionAttribute : Attribute
{
    /// <summary>The host must have one of these environment names, for example <c>Development</c>; compared in any case.</summary>
    public string[] Environments { get; set; } = [];

    /// <summary>
    /// A key of the application's configuration that must be <c>true</c>, for example <c>FeatureManagement:NewChat</c>. A key that is
    /// not there counts as <c>false</c>; a value that is neither keeps the application from starting.
    /// </summary>
    public string? Feature { get; set; }

    /// <summary>An <see cref="IEndpointCondition"/> with a public constructor that takes nothing.</summary>
    public Type? Condition { get; set; }
}
