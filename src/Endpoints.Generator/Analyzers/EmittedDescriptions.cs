using Endpoints.Generator.Model;
using Endpoints.Generator.Parsing;
using Endpoints.Grammar;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Analyzers;

/// <summary>What was emitted of an assembly's endpoints, as <c>[assembly: WebSocketEndpointDescription]</c> tells it.</summary>
internal static class EmittedDescriptions
{
    /// <summary>The items of each description, by the endpoint's full name.</summary>
    public static Dictionary<string, HashSet<string>> Of(IAssemblySymbol assembly)
    {
        Dictionary<string, HashSet<string>> descriptions = new(StringComparer.Ordinal);
        foreach (var attribute in assembly.GetAttributes())
        {
            if (KnownTypes.Is(attribute.AttributeClass, "Endpoints.Generated", "WebSocketEndpointDescriptionAttribute")
                && attribute.ConstructorArguments is { Length: 1 } arguments
                && arguments[0].Value is string endpoint)
            {
                descriptions[endpoint] = new(attribute.NamedArguments.SelectMany(ItemsOf), StringComparer.Ordinal);
            }
        }

        return descriptions;
    }

    /// <summary>The items of a description that would be emitted.</summary>
    public static HashSet<string> ItemsOf(DescriptionModel description)
    {
        HashSet<string> items = new(StringComparer.Ordinal);
        AddAll(nameof(description.Values), description.Values);
        AddAll(nameof(description.Handlers), description.Handlers);
        AddAll(nameof(description.Origins), description.Origins);
        AddAll(nameof(description.Limits), description.Limits);
        AddAll(nameof(description.Policies), description.Policies);
        AddAll(nameof(description.Conditions), description.Conditions);
        return items;

        void AddAll(string name, EquatableArray<string> values)
        {
            foreach (var value in values)
            {
                items.Add(Item(name, value));
            }
        }
    }

    // What is no list comes from the attribute's own arguments, which stand in one place and are the same for all who read them.
    private static IEnumerable<string> ItemsOf(KeyValuePair<string, TypedConstant> argument) =>
        argument.Value is { Kind: TypedConstantKind.Array, IsNull: false } array
            ? array.Values.Select(v => Item(argument.Key, v.Value as string ?? ""))
            : [];

    private static string Item(string list, string value) => list + ": " + value;
}
