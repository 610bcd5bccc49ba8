using Endpoints.Grammar;

namespace Endpoints.Generator.Model;

/// <summary>A <c>JsonSerializerContext</c> of the project.</summary>
/// <param name="Name">Its name with <c>global::</c>.</param>
/// <param name="Types">
/// The types that its <c>[JsonSerializable]</c> attributes list, and those derived from them that they know by <c>[JsonDerivedType]</c>; with
/// <c>global::</c>, in ordinal order.
/// </param>
internal sealed record JsonContextModel(string Name, EquatableArray<string> Types)
{
    public bool Lists(string type) => Types.Contains(type);
}

/// <summary>A type that is read or written as JSON.</summary>
/// <param name="Type">The type.</param>
/// <param name="Context">The context that knows it, with <c>global::</c>.</param>
internal sealed record JsonTypeModel(TypeRef Type, string Context);
