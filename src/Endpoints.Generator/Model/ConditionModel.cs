using Endpoints.Grammar;

namespace Endpoints.Generator.Model;

/// <summary>What must hold for an endpoint to be served.</summary>
/// <param name="Environments">The environments, one of which it must be; empty for any.</param>
/// <param name="Feature">The configuration key that must be true; null for none.</param>
/// <param name="Type">The condition class; null for none.</param>
internal sealed record ConditionModel(EquatableArray<string> Environments, string? Feature, TypeRef? Type);
