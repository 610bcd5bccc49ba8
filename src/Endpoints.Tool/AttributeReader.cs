using System.Reflection.Metadata;

namespace Endpoints.Tool;

/// <summary>An attribute's values: texts, numbers, booleans and arrays of texts.</summary>
/// <param name="Arguments">What the constructor takes.</param>
/// <param name="Properties">What is set by name.</param>
internal sealed record AttributeValues(IReadOnlyList<object?> Arguments, IReadOnlyDictionary<string, object?> Properties)
{
    public string Text(string name, string fallback = "") => Properties.GetValueOrDefault(name) as string ?? fallback;

    public bool Flag(string name) => Properties.GetValueOrDefault(name) is true;

    public IReadOnlyList<string> Texts(string name) => Properties.GetValueOrDefault(name) as IReadOnlyList<string> ?? [];
}

/// <summary>Reads the assembly attributes of a file's metadata. Nothing of the assembly is loaded or run.</summary>
internal static class AttributeReader
{
    /// <summary>The assembly's attributes of a type of <c>Endpoints.Generated</c>.</summary>
    /// <exception cref="BadImageFormatException">The metadata is damaged.</exception>
    public static IEnumerable<AttributeValues> Read(MetadataReader metadata, string attributeName)
    {
        foreach (var handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (IsOf(metadata, attribute.Constructor, attributeName))
            {
                var value = attribute.DecodeValue(new TypeProvider());
                yield return new AttributeValues(
                    [.. value.FixedArguments.Select(a => ValueOf(a.Value))],
                    value.NamedArguments.ToDictionary(a => a.Name!, a => ValueOf(a.Value)));
            }
        }
    }

    private static bool IsOf(MetadataReader metadata, EntityHandle constructor, string name)
    {
        if (constructor.Kind != HandleKind.MemberReference)
        {
            return false;
        }

        var parent = metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent;
        if (parent.Kind != HandleKind.TypeReference)
        {
            return false;
        }

        var type = metadata.GetTypeReference((TypeReferenceHandle)parent);
        return metadata.StringComparer.Equals(type.Name, name) && metadata.StringComparer.Equals(type.Namespace, "Endpoints.Generated");
    }

    private static object? ValueOf(object? value) => value is IEnumerable<CustomAttributeTypedArgument<string>> items
        ? items.Select(i => i.Value as string ?? "").ToArray()
        : value;

    // Types matter only as far as the values' sizes depend on them; the attributes read here have no enumerations.
    private sealed class TypeProvider : ICustomAttributeTypeProvider<string>
    {
        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetSystemType() => "System.Type";

        public string GetSZArrayType(string elementType) => elementType + "[]";

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => "";

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => "";

        public string GetTypeFromSerializedName(string name) => name;

        public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;

        public bool IsSystemType(string type) => type == "System.Type";
    }
}
