using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Endpoints.Tool;

/// <summary>The endpoints of an assembly and of the libraries that it composes, in the order in which they are asked.</summary>
internal static class AssemblyEndpoints
{
    /// <summary>Reads an assembly's table. Libraries are looked for in its folder.</summary>
    /// <param name="path">The assembly's file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="BadImageFormatException">It is not an assembly.</exception>
    public static IReadOnlyList<EndpointFacts> Read(string path)
    {
        var (name, rows, own) = ReadAssembly(path);
        var descriptions = new Dictionary<string, Dictionary<string, AttributeValues>>(StringComparer.Ordinal) { [name] = own };
        return
        [
            .. rows
                .OrderBy(row => (int)row.Arguments[0]!)
                .Select(row => Join(row, name, assembly => Find(assembly, Path.GetDirectoryName(path)!, descriptions))),
        ];
    }

    private static EndpointFacts Join(AttributeValues row, string name, Func<string, Dictionary<string, AttributeValues>> find)
    {
        var endpoint = (string)row.Arguments[1]!;
        var assembly = row.Text("Assembly", name);
        var facts = new EndpointFacts
        {
            Path = (string)row.Arguments[2]!,
            Endpoint = endpoint,
            Assembly = assembly,
            Order = (int)row.Arguments[3]!,
            Protocols = row.Texts("Protocols"),
        };
        return find(assembly).TryGetValue(endpoint, out var description)
            ? facts with
            {
                IsDescribed = true,
                RequiresProtocol = description.Flag("RequiresProtocol"),
                Instances = description.Text("Instances", "session"),
                Values = description.Texts("Values"),
                Handlers = description.Texts("Handlers"),
                Origins = description.Texts("Origins"),
                Limits = description.Texts("Limits"),
                Policies = description.Texts("Policies"),
                Conditions = description.Texts("Conditions"),
            }
            : facts;
    }

    private static Dictionary<string, AttributeValues> Find(
        string assembly, string folder, Dictionary<string, Dictionary<string, AttributeValues>> known)
    {
        if (!known.TryGetValue(assembly, out var descriptions))
        {
            var path = Path.Combine(folder, assembly + ".dll");
            known[assembly] = descriptions = File.Exists(path) ? ReadAssembly(path).Descriptions : [];
        }

        return descriptions;
    }

    private static (string Name, List<AttributeValues> Rows, Dictionary<string, AttributeValues> Descriptions) ReadAssembly(string path)
    {
        using var image = new PEReader(File.OpenRead(path));
        if (!image.HasMetadata || image.GetMetadataReader() is not { IsAssembly: true } metadata)
        {
            throw new BadImageFormatException($"\"{path}\" is not an assembly of .NET.");
        }

        return (
            metadata.GetString(metadata.GetAssemblyDefinition().Name),
            [.. AttributeReader.Read(metadata, "WebSocketEndpointRowAttribute")],
            AttributeReader.Read(metadata, "WebSocketEndpointDescriptionAttribute")
                .DistinctBy(d => (string)d.Arguments[0]!)
                .ToDictionary(d => (string)d.Arguments[0]!));
    }
}
