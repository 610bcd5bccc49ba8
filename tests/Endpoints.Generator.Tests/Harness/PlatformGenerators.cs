using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Harness;

/// <summary>The platform's JSON generator: users' contexts exist only with it, and emitted code uses them.</summary>
internal static class PlatformGenerators
{
    public static ISourceGenerator Json { get; } = Load();

    private static ISourceGenerator Load()
    {
        var path = Path.Combine(
            RefPacks.Metadata("PackRoot"),
            "Microsoft.NETCore.App.Ref",
            RefPacks.Metadata("PackVersion"),
            "analyzers/dotnet/cs/System.Text.Json.SourceGeneration.dll");
        var type = Assembly.LoadFrom(path).GetType("System.Text.Json.SourceGeneration.JsonSourceGenerator", throwOnError: true)!;
        return ((IIncrementalGenerator)Activator.CreateInstance(type)!).AsSourceGenerator();
    }
}
