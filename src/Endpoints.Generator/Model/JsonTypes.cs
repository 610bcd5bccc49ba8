using Endpoints.Grammar;

namespace Endpoints.Generator.Model;

/// <summary>Which context knows a type: the one that the endpoint names, else the first of the project that lists it.</summary>
internal sealed class JsonTypes(JsonContextModel? named, EquatableArray<JsonContextModel> contexts)
{
    public bool Knows(TypeRef type) => FindContext(type) is not null;

    // The contexts come in ordinal order, so the choice does not depend on the order of files.
    public string? FindContext(TypeRef type) =>
        named is not null
            ? named.Lists(type.Name) ? named.Name : null
            : contexts.FirstOrDefault(c => c.Lists(type.Name))?.Name;
}
