namespace Endpoints;

/// <summary>
/// Makes a class the state that a singleton endpoint keeps for each session: its handlers take it as a parameter, asynchronous ones too.
/// It is created by its parameterless constructor with the session and, where it is disposable, disposed with it.
/// </summary>
/// <remarks>A struct needs no attribute: synchronous handlers take it as <c>ref</c>.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SessionStateAttribute : Attribute;
