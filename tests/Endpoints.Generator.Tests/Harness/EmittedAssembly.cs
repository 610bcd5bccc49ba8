using System.Reflection;
using System.Runtime.Loader;
using Endpoints.Generated;

namespace Endpoints.Generator.Tests.Harness;

/// <summary>An emitted assembly, loaded beside the tests.</summary>
internal static class EmittedAssembly
{
    /// <summary>Loads an image together with the images of libraries that it refers to.</summary>
    public static Assembly Load(byte[] image, params byte[][] libraries)
    {
        var context = new AssemblyLoadContext("emitted", isCollectible: true);
        var loaded = libraries.Select(l => context.LoadFromStream(new MemoryStream(l))).ToArray();
        context.Resolving += (_, name) => loaded.FirstOrDefault(a => a.GetName().Name == name.Name);
        return context.LoadFromStream(new MemoryStream(image));
    }

    /// <summary>The table of a namespace.</summary>
    public static EndpointTable Table(this Assembly assembly, string @namespace) =>
        (EndpointTable)assembly.GetType(@namespace + ".EndpointTable", throwOnError: true)!
            .GetField("Instance", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
}
