using Endpoints.Grammar;

namespace Endpoints.Generator.Model;

/// <summary>A message type with <c>[KeepLatest]</c>.</summary>
/// <param name="Name">Its name with <c>global::</c>.</param>
/// <param name="Properties">The properties that make the key, one or more, as code writes them.</param>
internal sealed record KeyedTypeModel(string Name, EquatableArray<string> Properties);
