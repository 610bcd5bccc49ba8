namespace Endpoints.Generator.Model;

/// <summary>What a singleton endpoint keeps for each session, as a field of its dispatcher.</summary>
/// <param name="Type">Its type.</param>
/// <param name="IsClass">Whether it is a class with <c>[SessionState]</c> rather than a struct.</param>
/// <param name="HasConstructor">Whether there is a parameterless constructor to call; the default value is right where there is none.</param>
/// <param name="Disposal">What ends with the session.</param>
internal sealed record StateModel(TypeRef Type, bool IsClass, bool HasConstructor, DisposalKind Disposal);
