using System.Text.RegularExpressions;
using Endpoints.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Endpoints.Generator.Tests.Documentation;

/// <summary>What the README prints is what a user types in.</summary>
public sealed partial class ReadmeTests
{
    private const string WebImplicitUsings =
        """
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    private static string Example() => CSharpBlock().Match(File.ReadAllText(Path.Combine(RefPacks.Metadata("RepositoryRoot"), "README.md")))
        .Groups["code"].Value;

    [Fact]
    public void The_example_of_the_readme_compiles_as_printed()
    {
        var run = GeneratorChecks.All(new GeneratorProject(Example(), WebImplicitUsings)
        {
            OutputKind = OutputKind.ConsoleApplication,
            Libraries = [GeneratorProject.AspNetCoreDoor],
        });

        Assert.Contains(run.Texts.Keys, name => name.Contains("RoomEndpoint", StringComparison.Ordinal));
    }

    [Fact]
    public void The_example_of_the_readme_has_about_fifteen_lines() =>
        Assert.InRange(Example().Split('\n').Count(line => line.Trim().Length > 0), 5, 15);

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CSharpBlock();
}
