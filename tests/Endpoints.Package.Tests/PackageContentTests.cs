using System.IO.Compression;
using System.Xml.Linq;
using Endpoints.Package.Tests.Feed;

namespace Endpoints.Package.Tests;

/// <summary>What is in the packages.</summary>
[Collection(WorkspaceCollection.Name)]
public sealed class PackageContentTests(Workspace workspace)
{
    [Theory]
    [InlineData("Endpoints.Runtime")]
    [InlineData("Endpoints.AspNetCore")]
    [InlineData("Endpoints.Client")]
    [InlineData("Endpoints.Transport.Linux")]
    [InlineData("Endpoints.Testing")]
    [InlineData("Endpoints.Transport.Linux.Kestrel")]
    [InlineData("Endpoints.RabbitMQ")]
    [InlineData("Endpoints.Postgres")]
    public void A_package_has_documentation_licence_icon_readme_and_symbols(string id)
    {
        using var package = Open(id, "nupkg");
        using var symbols = Open(id, "snupkg");
        var files = package.Entries.Select(entry => entry.FullName).ToHashSet(StringComparer.Ordinal);

        Assert.Superset(new HashSet<string> { $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml", "README.md", "icon.png" }, files);
        Assert.Contains(symbols.Entries, entry => entry.FullName == $"lib/net10.0/{id}.pdb");
        var metadata = Metadata(package, id);
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.Equal("icon.png", Value("icon"));
        Assert.NotEmpty(Value("description")!);

        // There is no address yet that could be told.
        Assert.Null(Value("projectUrl"));
        Assert.Null(metadata.Elements().FirstOrDefault(element => element.Name.LocalName == "repository")?.Attribute("url"));

        string? Value(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
    }

    [Fact]
    public void The_runtime_brings_generator_fixes_targets_and_the_pages_of_the_diagnostics()
    {
        using var package = Open("Endpoints.Runtime", "nupkg");
        var files = package.Entries.Select(entry => entry.FullName).ToHashSet(StringComparer.Ordinal);

        Assert.Superset(
            new HashSet<string>
            {
                "analyzers/dotnet/cs/Endpoints.Generator.dll",
                "analyzers/dotnet/cs/Endpoints.CodeFixes.dll",
                "buildTransitive/Endpoints.Runtime.targets",
                "buildTransitive/WriteWebSocketEndpoints.targets",
                "tools/net10.0/any/Endpoints.Tool.dll",
                "tools/net10.0/any/Endpoints.Tool.runtimeconfig.json",
                "docs/diagnostics/WSE0001.md",
            },
            files);
        Assert.Equal(2, files.Count(file => file.StartsWith("analyzers/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Endpoints.AspNetCore", false)]
    [InlineData("Endpoints.Transport.Linux", false)]
    [InlineData("Endpoints.Client", true)]
    [InlineData("Endpoints.Testing", true)]
    [InlineData("Endpoints.RabbitMQ", true)]
    [InlineData("Endpoints.Postgres", true)]
    public void Packages_of_one_version_belong_together(string id, bool hidesAnalyzers)
    {
        using var package = Open(id, "nupkg");
        var runtime = Metadata(package, id).Descendants()
            .Single(element => element.Name.LocalName == "dependency" && element.Attribute("id")!.Value == "Endpoints.Runtime");

        Assert.Equal($"[{workspace.Version}]", runtime.Attribute("version")!.Value);

        // Applications get the generator with the door; a test project has no endpoints of its own to generate for.
        Assert.Equal(hidesAnalyzers, runtime.Attribute("exclude")?.Value.Contains("Analyzers", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public void Dependencies_on_others_are_lower_bounds()
    {
        using var package = Open("Endpoints.Runtime", "nupkg");

        Assert.All(
            Metadata(package, "Endpoints.Runtime").Descendants().Where(element => element.Name.LocalName == "dependency"),
            dependency => Assert.DoesNotContain("[", dependency.Attribute("version")!.Value, StringComparison.Ordinal));
    }

    private static XElement Metadata(ZipArchive package, string id)
    {
        using var stream = package.GetEntry(id + ".nuspec")!.Open();
        return XDocument.Load(stream).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    private ZipArchive Open(string id, string extension) => ZipFile.OpenRead(Path.Combine(workspace.Feed, $"{id}.{workspace.Version}.{extension}"));
}
