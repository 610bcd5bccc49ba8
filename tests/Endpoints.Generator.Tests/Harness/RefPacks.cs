using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Harness;

/// <summary>The reference assemblies of the SDK, and the runtime, that user code is compiled against.</summary>
internal static class RefPacks
{
    public static IReadOnlyList<MetadataReference> All { get; } =
    [
        .. Pack("Microsoft.NETCore.App.Ref"),
        .. Pack("Microsoft.AspNetCore.App.Ref"),
        MetadataReference.CreateFromFile(typeof(WebSocketEndpointAttribute).Assembly.Location),
    ];

    private static IEnumerable<MetadataReference> Pack(string name)
    {
        var folder = Path.Combine(Metadata("PackRoot"), name, Metadata("PackVersion"), "ref", "net10.0");
        return Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal).Select(f => MetadataReference.CreateFromFile(f));
    }

    public static string Metadata(string key) =>
        typeof(RefPacks).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;
}
