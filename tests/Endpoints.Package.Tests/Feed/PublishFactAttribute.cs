using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Endpoints.Package.Tests.Feed;

/// <summary>
/// A test that publishes a consumer, and is skipped, with the reason, where the packs of this kind of publishing cannot be restored. That
/// is found out by restoring an empty project that asks for the same packs.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PublishFactAttribute : FactAttribute
{
    private static readonly ConcurrentDictionary<string, string?> Reasons = new();

    public PublishFactAttribute(string consumer)
    {
        Consumer = consumer;
        Skip = Reasons.GetOrAdd(consumer, static name => Probe(name == "Native"));
    }

    public string Consumer { get; }

    private static string? Probe(bool isNative)
    {
        if (isNative && NativeLinker.IsMissing)
        {
            return "There is neither clang nor gcc to link a native program with.";
        }

        var folder = Directory.CreateTempSubdirectory("endpoints-probe-").FullName;
        try
        {
            File.WriteAllText(
                Path.Combine(folder, "Probe.csproj"),
                $"""
                 <Project Sdk="Microsoft.NET.Sdk.Web">
                   <PropertyGroup>
                     <TargetFramework>net10.0</TargetFramework>
                     <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
                     <NuGetAudit>false</NuGetAudit>
                     <SelfContained>true</SelfContained>
                     <{(isNative ? "PublishAot" : "PublishTrimmed")}>true</{(isNative ? "PublishAot" : "PublishTrimmed")}>
                   </PropertyGroup>
                 </Project>
                 """);
            var (code, output) = DotNet.TryRunAsync(folder, "restore", "-nodeReuse:false", "-tl:off").GetAwaiter().GetResult();
            return code == 0 ? null : $"The packs for this are not to be had: {output.ReplaceLineEndings(" ")}";
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
